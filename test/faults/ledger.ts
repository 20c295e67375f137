/** What went over the wire, as far as it decides whose fault the end of a connection is. */
export interface Ledger {
  /** The refresh tokens that were issued for a connection, the first one included. */
  issued(connectionId: string, refreshToken: string): void;
  /** The connection that a refresh token belongs to. */
  connectionOf(refreshToken: string): string | undefined;
  /** A refresh was carried out, and its answer may never have been read. */
  answerLost(connectionId: string): void;
  /** A refresh was answered to a process, which may yet be killed before it has stored the answer. */
  answeredTo(processNumber: number, connectionId: string): void;
  processKilled(processNumber: number): void;
  mayHaveLostAnswer(connectionId: string): boolean;
}

export function createLedger(): Ledger {
  const connections = new Map<string, string>();
  const lost = new Set<string>();
  const answered = new Map<number, Set<string>>();
  return {
    issued: (connectionId, refreshToken) => {
      connections.set(refreshToken, connectionId);
    },
    connectionOf: (refreshToken) => connections.get(refreshToken),
    answerLost: (connectionId) => {
      lost.add(connectionId);
    },
    answeredTo: (processNumber, connectionId) => {
      answered.set(processNumber, (answered.get(processNumber) ?? new Set()).add(connectionId));
    },
    processKilled: (processNumber) => {
      answered.get(processNumber)?.forEach((connectionId) => lost.add(connectionId));
    },
    mayHaveLostAnswer: (connectionId) => lost.has(connectionId),
  };
}
