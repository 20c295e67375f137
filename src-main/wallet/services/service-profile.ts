/** What the wallet knows of a service beyond what the service says of itself. */
export interface ServiceProfile {
  readonly id: string;
  readonly name: string;
  /** What it means when a token reply of this service has no `expires_in`. */
  readonly withoutExpiresIn: 'never' | 'not-stated';
}
