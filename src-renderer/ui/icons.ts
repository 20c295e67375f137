/** Outlines on a field of 16 by 16, drawn for this window. Their shapes differ, so that none depends on its colour. */
export const icons = {
  apps: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM11.25 8.75v5M8.75 11.25h5',
  journal: 'M3.5 2.5h9v11h-9zM6 5.5h4M6 8h4M6 10.5h2.5',
  settings:
    'M2.5 4.5h6M11.5 4.5h2M2.5 11.5h2M7.5 11.5h6M10 2.9a1.6 1.6 0 1 1 0 3.2a1.6 1.6 0 1 1 0-3.2M6 9.9a1.6 1.6 0 1 1 0 3.2a1.6 1.6 0 1 1 0-3.2',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9M10.3 10.3l3.2 3.2',
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  back: 'M9.5 3.5L5 8l4.5 4.5',
  lock: 'M3.5 7.5h9v6h-9zM5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2',
  key: 'M5.3 7.5a2.9 2.9 0 1 1 0 5.8a2.9 2.9 0 1 1 0-5.8M7.4 8.4L13 2.8M10.4 5.4l2.1 2.1',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  car: 'M2.5 11.5v-3l1.6-4h7.8l1.6 4v3zM2.5 8.5h11M4.6 11.5v1.6M11.4 11.5v1.6',
  paper: 'M4 2.5h5.5L12 5v8.5H4zM9.5 2.5V5H12M6 8h4M6 10.5h4',
  hand: 'M3 6.5h7a3.2 3.2 0 0 1 0 6.5H6M5.8 3.5L2.8 6.5l3 3',
  check: 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12M5.3 8.2l1.9 1.9l3.6-4',
  said: 'M2.5 3h11v7.5H8L5 13.5v-3H2.5zM5.3 6.75h5.4',
  clock: 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12M8 4.8V8l2.2 1.6',
  forbidden: 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12M3.8 3.8l8.4 8.4',
  queued: 'M4.5 2.5h7M4.5 13.5h7M5 2.5c0 3 6 8 6 11M11 2.5c0 3-6 8-6 11',
  warning: 'M8 2.3L14.2 13.2H1.8zM8 6.3v3.2M8 11.3v.2',
  alive: 'M8 4.75a3.25 3.25 0 1 1 0 6.5a3.25 3.25 0 1 1 0-6.5M8 7.5a.5.5 0 1 1 0 1a.5.5 0 1 1 0-1',
  ended: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11M5.5 8h5',
  endless:
    'M8 8c1.4-2 2.4-2.8 3.6-2.8a2.8 2.8 0 1 1 0 5.6C10.4 10.8 9.4 10 8 8c-1.4-2-2.4-2.8-3.6-2.800a2.8 2.8 0 1 0 0 5.600C5.6 10.8 6.6 10 8 8',
  renew: 'M13 8a5 5 0 1 1-1.5-3.500M13 2.500v2.500h-2.5',
  outside: 'M6.5 3.500h-4v10h10v-4M9 2.500h4.500V7M13.5 2.500l-6 6',
  keyboard: 'M1.5 4h13v8h-13zM4 6.500h.1M6.6 6.500h.1M9.3 6.500h.1M12 6.500h.1M5 9.500h6',
  filter: 'M2.5 3.500h11M4.5 8h7M6.5 12.500h3',
} as const;

export type IconName = keyof typeof icons;
