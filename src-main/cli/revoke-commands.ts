import type { Connection, Revocation } from '../contract/connection.ts';
import type { RevocationPreview } from '../contract/revocation.ts';
import type { WaitingRevocation } from '../wallet/connections/revoke/list-waiting.ts';
import { proofText } from '../wallet/connections/revoke/proof-text.ts';
import { isCut } from '../wallet/connections/revoke/try-to-cut.ts';
import { nearestServices } from '../wallet/services/catalog.ts';
import { WalletError } from '../wallet/wallet-error.ts';
import { type CommandName, WrongUse } from './arguments.ts';
import type { Command, CommandContext } from './commands.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { previewInWords, revocationInWords, waitingInWords } from './words.ts';

/** Taking access back, and what waits for it. */
export const revokeCommands: Readonly<Record<Extract<CommandName, 'revoke' | 'queue' | 'proof'>, Command>> = {
  revoke: async (context) => {
    const { wallet, line, output } = context;
    const ids = [...(await chosenIds(context))];
    if (line.given('dry-run')) {
      const previews = await wallet.useCases['revocations.preview']({ ids });
      output.result(previews, previewsInWords(previews));
      return EXIT.done;
    }
    const revocations = await wallet.useCases['connections.revoke']({ ids });
    output.result(revocations, revocationsInWords(revocations));
    return allCut(revocations);
  },

  queue: async ({ wallet, line, output }) => {
    const { useCases, revocations } = wallet;
    const [run, givesUp] = [line.given('run'), line.given('give-up')];
    if (givesUp !== line.words.length > 0 || (run && givesUp)) {
      throw new WrongUse('The command queue takes --run, or --give-up ID..., or nothing.');
    }
    if (givesUp) {
      await useCases['revocations.giveUp']({ ids: [...line.words] });
    }
    const waiting = revocations.waiting();
    if (!run) {
      output.result(waiting, queueInWords(waiting));
      return EXIT.done;
    }
    await useCases['revocations.tryNow']({ ids: [] });
    await revocations.settled();
    const tried = revocations.afterwards(waiting);
    output.result(tried, queueInWords(tried));
    return allCut(tried.map(({ step, outcome }) => ({ outcome: step === null ? outcome : 'queued' })));
  },

  proof: async ({ wallet, line, output }) => {
    const proof = await wallet.useCases['revocations.proof']({ ids: [...line.words] });
    output.result(proof, proofText(proof));
    return EXIT.done;
  },
};

/** The connections that the command line means: those it names, those of a service, or all that are not revoked. */
async function chosenIds({ wallet, line }: CommandContext): Promise<readonly string[]> {
  const service = line.text('service');
  const isFilter = line.given('all') || service !== undefined;
  if (isFilter === line.words.length > 0) {
    throw new WrongUse('Name the connections to revoke, or say --all, or --service S.');
  }
  if (!isFilter) {
    return line.words;
  }
  const connections = await wallet.useCases['connections.list']({});
  const meant = connections.filter(
    (connection) => service === undefined || isAt(connection.service, service),
  );
  if (service !== undefined && meant.length === 0) {
    await requireKnown(wallet, service, connections);
  }
  return meant.filter(({ state }) => state !== 'revoked').map(({ id }) => id);
}

/** That nothing is connected at a service is an answer; where its name is mistyped, its tokens would live on unnoticed. */
async function requireKnown(
  { useCases }: CommandContext['wallet'],
  wanted: string,
  connections: readonly Connection[],
): Promise<void> {
  const catalog = await useCases['services.list']({});
  if (!catalog.some(({ id, name }) => isAt({ id, name, issuer: null }, wanted))) {
    const connected = connections.map(({ service: { id, name } }) => ({ id: id ?? name, name }));
    const byName = new Map([...catalog, ...connected].map((service) => [service.name, service]));
    const nearest = nearestServices([...byName.values()], wanted).join(', ');
    throw new WalletError('service-unknown', { service: wanted, nearest });
  }
}

/** By id of the catalog, by name, or by issuer. */
function isAt(
  { id, name, issuer }: Pick<Connection['service'], 'id' | 'name'> & { readonly issuer: string | null },
  wanted: string,
): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/\/+$/, '');
  return [id, name, issuer].some((known) => known !== null && plain(known) === plain(wanted));
}

function allCut(revocations: readonly Pick<Revocation, 'outcome'>[]): ExitCode {
  return revocations.every(isCut) ? EXIT.done : EXIT.failed;
}

function revocationsInWords(revocations: readonly Revocation[]): string {
  if (revocations.length === 0) {
    return 'There is nothing to revoke.';
  }
  const waiting = revocations.filter(({ outcome }) => outcome === 'queued').length;
  return [
    ...revocations.map((revocation) => `${revocation.id}  ${revocationInWords(revocation)}`),
    ...(waiting === 0
      ? []
      : [`${waiting} of ${revocations.length} wait in the queue. Try them again: token-wallet queue --run`]),
  ].join('\n');
}

function previewsInWords(previews: readonly RevocationPreview[]): string {
  return previews.length === 0
    ? 'There is nothing to revoke.'
    : previews.map((preview) => `${preview.id}  ${previewInWords(preview)}`).join('\n');
}

function queueInWords(waiting: readonly WaitingRevocation[]): string {
  return waiting.length === 0 ? 'Nothing waits in the queue.' : waiting.map(waitingInWords).join('\n');
}
