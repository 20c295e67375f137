/** The look of every page: system font, one accent, light and dark by the system's wish. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #eef1f6; --card: #ffffff; --text: #1b2130; --quiet: #566074; --line: #dfe3eb; --soft: #f5f7fa;
  --accent: #3558d6; --accent-strong: #2846b4; --on-accent: #ffffff;
  --good: #1d7a46; --grave: #9a4a00; --grave-soft: #fff4e5; --wrong: #b3261e; --wrong-soft: #fdeceb;
  --shadow: 0 1px 2px rgb(20 30 60 / 6%), 0 12px 32px rgb(20 30 60 / 10%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12151c; --card: #1b1f29; --text: #e9ecf3; --quiet: #a3adc0; --line: #303747; --soft: #232936;
    --accent: #8aa5ff; --accent-strong: #a6baff; --on-accent: #10162b;
    --good: #6fce98; --grave: #ffbe76; --grave-soft: #33291b; --wrong: #ff9d96; --wrong-soft: #3a2224;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 12px 32px rgb(0 0 0 / 35%);
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center;
  justify-content: safe center; gap: 20px; padding: 32px 16px; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; -webkit-font-smoothing: antialiased;
}
.card {
  width: 100%; max-width: 420px; padding: 28px 32px 32px; background: var(--card); border: 1px solid var(--line);
  border-radius: 16px; box-shadow: var(--shadow);
}
.brand { display: flex; align-items: center; gap: 10px; margin: 0 0 24px; font-weight: 600; }
.brand svg { width: 28px; height: 28px; flex: none; }
.brand .badge { margin-left: auto; }
.badge {
  padding: 2px 8px; border-radius: 99px; background: var(--soft); border: 1px solid var(--line); color: var(--quiet);
  font-size: 12px; font-weight: 500;
}
h1 { margin: 0; font-size: 23px; line-height: 1.25; letter-spacing: -0.01em; overflow-wrap: anywhere; text-wrap: balance; }
h2 { margin: 22px 0 8px; font-size: 13px; font-weight: 600; color: var(--quiet); }
p { margin: 0; }
.lead { margin-top: 6px; color: var(--quiet); overflow-wrap: anywhere; }
.field { display: block; margin-top: 18px; }
.field span { display: block; margin-bottom: 6px; font-size: 14px; font-weight: 500; }
input {
  width: 100%; height: 42px; padding: 0 12px; border: 1px solid var(--line); border-radius: 9px; background: var(--soft);
  color: inherit; font: inherit;
}
input.code { font-family: ui-monospace, monospace; font-size: 18px; letter-spacing: 0.12em; text-transform: uppercase; }
input[aria-invalid='true'] { border-color: var(--wrong); }
.wrong { margin-top: 16px; padding: 9px 12px; border-radius: 9px; background: var(--wrong-soft); color: var(--wrong); }
.choices { display: flex; gap: 10px; margin-top: 26px; }
button {
  flex: 1; min-height: 42px; padding: 8px 16px; border: 1px solid var(--line); border-radius: 9px;
  background: transparent; color: inherit; font: inherit; font-weight: 600; cursor: pointer;
  transition: background-color 120ms, border-color 120ms;
}
button:hover { background: var(--soft); }
button.main { border-color: transparent; background: var(--accent); color: var(--on-accent); }
button.main:hover { background: var(--accent-strong); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); text-underline-offset: 3px; }
.person {
  display: flex; align-items: center; gap: 12px; margin-top: 20px; padding: 10px 12px; border: 1px solid var(--line);
  border-radius: 12px;
}
.avatar {
  display: grid; place-items: center; width: 36px; height: 36px; flex: none; border-radius: 50%;
  background: var(--accent); color: var(--on-accent); font-weight: 600;
}
.person .who { min-width: 0; flex: 1; line-height: 1.35; }
.person .who small { display: block; color: var(--quiet); font-size: 13px; overflow-wrap: anywhere; }
.person a { font-size: 13px; text-align: right; }
.rights { margin: 0; padding: 0; list-style: none; }
.rights li { display: flex; align-items: start; gap: 10px; padding: 5px 0; }
.rights svg { width: 18px; height: 18px; flex: none; margin-top: 2px; color: var(--good); }
.rights .grave { margin: 4px -12px; padding: 7px 12px; border-radius: 9px; background: var(--grave-soft); }
.rights .grave, .rights .grave svg { color: var(--grave); }
.rights.closed { color: var(--quiet); }
.rights.closed svg { color: var(--quiet); }
.note { margin-top: 16px; padding-top: 14px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 14px; }
.aside { width: 100%; max-width: 420px; padding: 0 32px; color: var(--quiet); font-size: 14px; }
.aside h2 { margin: 0 0 6px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 16px; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
code { font-family: ui-monospace, monospace; font-size: 0.93em; }
.aside code { color: var(--text); }
.usercode { margin-top: 20px; font: 600 26px/1.3 ui-monospace, monospace; letter-spacing: 0.12em; text-align: center; }
.details { margin-top: 16px; color: var(--quiet); font-size: 14px; overflow-wrap: anywhere; }
@media (max-width: 480px) { .card { padding: 24px 20px; } .aside { padding: 0 20px; } }
@media (prefers-reduced-motion: reduce) { button { transition: none; } }
`;
