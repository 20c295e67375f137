import type { Messages } from '../../messages/en.ts';

/** Why the two fields cannot be used as they are; undefined when they can. Its length is judged by the vault. */
export function passphraseProblem(
  passphrase: string,
  repeated: string,
  text: Messages['lock'],
): string | undefined {
  if (passphrase === '') {
    return text.missing;
  }
  return passphrase === repeated ? undefined : text.different;
}
