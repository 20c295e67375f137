/** Thrown where the person ended the command with Ctrl+C: exit code 1. */
export class Interrupted extends Error {
  readonly hint = 'Nothing that was finished is lost. Run the same command again for what is left.';

  constructor() {
    super('The command was interrupted before its end.');
    this.name = 'Interrupted';
  }
}
