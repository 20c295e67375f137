import { describe, expect, it } from 'vitest';
import { ErrorCodeSchema } from '../../src-main/contract/error.ts';
import { errorTexts } from '../../src-main/wallet/error-texts.ts';
import { en } from '../../src-renderer/messages/en.ts';
import { createFormats } from '../../src-renderer/messages/formats.ts';
import { ru } from '../../src-renderer/messages/ru.ts';
import { russianError } from '../../src-renderer/messages/russian-errors.ts';
import { after, SCENE_NOW } from '../support/scenes.ts';

const nowMs = Date.parse(SCENE_NOW);
const MINUTE_MS = 60_000;

describe('a number with its noun', () => {
  it('has two forms in English', () => {
    expect([1, 2, 21].map((count) => en.apps.moreLabel(count))).toEqual([
      'and 1 more right',
      'and 2 more rights',
      'and 21 more rights',
    ]);
  });

  it('is told of what many apps have in common', () => {
    const sentences = [en, ru].map(({ journal }) => journal.sentence('revocation-begun', { count: '150' }));
    expect(sentences).toEqual(['The revocation of 150 apps began.', 'Начат отзыв: 150 приложений.']);
  });

  it('has three forms in Russian', () => {
    expect([1, 2, 5, 11, 21, 112].map((count) => ru.apps.moreLabel(count))).toEqual([
      'и ещё 1 право',
      'и ещё 2 права',
      'и ещё 5 прав',
      'и ещё 11 прав',
      'и ещё 21 право',
      'и ещё 112 прав',
    ]);
  });
});

describe('a time to come', () => {
  const english = createFormats('en');
  const russian = createFormats('ru');

  it('is told in whole units, and never as more than there is', () => {
    const distances = [42_000, 119 * MINUTE_MS, 150 * MINUTE_MS, 47 * 60 * MINUTE_MS, 50 * 60 * MINUTE_MS];
    expect(distances.map((distance) => english.relative(after(distance), nowMs))).toEqual([
      'in 42 sec',
      'in 119 min',
      'in 2 hr',
      'in 47 hr',
      'in 2 days',
    ]);
  });

  it('is told in Russian too', () => {
    expect(russian.relative(after(150 * MINUTE_MS), nowMs)).toBe('через 2 ч');
    expect(russian.relative(after(-5 * MINUTE_MS), nowMs)).toBe('5 мин. назад');
  });

  it('counts down to zero and stays there', () => {
    expect([600_000, 59_001, 0, -5_000].map((left) => english.countdown(left))).toEqual([
      '10:00',
      '1:00',
      '0:00',
      '0:00',
    ]);
  });
});

describe('an error in Russian', () => {
  it('is filled from the same details as the English one', () => {
    const error = {
      code: 'passphrase-throttled',
      message: 'Too many wrong passphrases.',
      hint: '',
      detail: { seconds: '8' },
    } as const;
    expect(russianError(error)).toEqual({
      message: 'Слишком много неверных попыток.',
      hint: 'Попробуйте ещё раз через 8 с.',
    });
  });

  it('asks for no detail that the English one does not have', () => {
    for (const code of ErrorCodeSchema.options) {
      const { message, hint } = errorTexts[code];
      const names = [...`${message} ${hint}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
      const detail = Object.fromEntries(names.map((name) => [name, 'known']));
      const filled = russianError({ code, message, hint, detail });
      const unfilled = russianError({ code, message, hint, detail: {} });
      const dashes = (text: string): number => text.split('—').length;
      const known = (text: string): number => text.split('known').length;
      // Every place that stays a dash without details is filled with them.
      expect(dashes(unfilled.message + unfilled.hint) - dashes(filled.message + filled.hint), code).toBe(
        known(filled.message + filled.hint) - 1,
      );
      expect(filled.message + filled.hint, code).not.toContain('{');
    }
  });
});
