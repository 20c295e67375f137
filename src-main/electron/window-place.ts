import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rectangle } from 'electron';
import * as v from 'valibot';

export const SMALLEST_SIZE = { width: 420, height: 480 } as const;
const FIRST_SIZE = { width: 1080, height: 720 } as const;

const FARTHEST = 100_000;
const CoordinateSchema = v.pipe(v.number(), v.integer(), v.minValue(-FARTHEST), v.maxValue(FARTHEST));

const WindowPlaceSchema = v.object({
  x: CoordinateSchema,
  y: CoordinateSchema,
  width: v.pipe(CoordinateSchema, v.minValue(SMALLEST_SIZE.width)),
  height: v.pipe(CoordinateSchema, v.minValue(SMALLEST_SIZE.height)),
  maximized: v.boolean(),
});

/** Where the window was when it was closed. */
export type WindowPlace = v.InferOutput<typeof WindowPlaceSchema>;

/** The remembered place; undefined on the first start, and where the file does not make sense. */
export function readWindowPlace(folder: string): WindowPlace | undefined {
  try {
    return v.parse(WindowPlaceSchema, JSON.parse(readFileSync(placeFile(folder), 'utf8')));
  } catch {
    // Nothing is lost with it but a position.
    return undefined;
  }
}

/** Remembers the place. A folder that cannot be written to must not keep a window from closing. */
export function writeWindowPlace(folder: string, place: WindowPlace): void {
  try {
    writeFileSync(placeFile(folder), JSON.stringify(place), { mode: 0o600 });
  } catch {
    // The next window opens in the middle.
  }
}

/** The bounds to open with: the remembered ones, unless the screen they were on is gone. */
export function boundsToOpen(
  place: WindowPlace | undefined,
  workAreas: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  if (place === undefined) {
    return FIRST_SIZE;
  }
  const { x, y, width, height } = place;
  return workAreas.some((area) => titleBarIsWithin(place, area))
    ? { x, y, width, height }
    : { width, height };
}

/** Enough of the title bar to take hold of it and drag the window. */
function titleBarIsWithin(place: Rectangle, area: Rectangle): boolean {
  const visibleWidth = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x);
  return visibleWidth >= 100 && place.y >= area.y && place.y <= area.y + area.height - 50;
}

function placeFile(folder: string): string {
  return join(folder, 'window.json');
}
