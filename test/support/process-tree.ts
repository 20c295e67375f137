import { readdirSync, readFileSync } from 'node:fs';

/** The command lines of a process and of all that it started, from Linux's /proc. */
export function commandLinesOf(processId: number): string[] {
  const running = runningProcesses();
  const family = new Set([processId]);
  for (let before = 0; before < family.size;) {
    before = family.size;
    running.filter(({ parent }) => family.has(parent)).forEach(({ id }) => family.add(id));
  }
  return running.filter(({ id }) => family.has(id)).map(({ commandLine }) => commandLine);
}

/** The command lines of all processes there are, whoever started them. */
export function allCommandLines(): string[] {
  return runningProcesses().map(({ commandLine }) => commandLine);
}

function runningProcesses(): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readProcess);
}

interface RunningProcess {
  readonly id: number;
  readonly parent: number;
  readonly commandLine: string;
}

function readProcess(name: string): RunningProcess[] {
  try {
    // The program's name may hold anything, and ends with the last bracket: see proc_pid_stat(5).
    const afterName = readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) /s, '');
    const commandLine = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return [{ id: Number(name), parent: Number(afterName.split(' ')[1]), commandLine }];
  } catch {
    // It has ended in the meantime.
    return [];
  }
}
