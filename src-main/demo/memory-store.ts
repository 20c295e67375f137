import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** Everything the authorization server remembers: it lives as long as the process, and nothing is evicted. */
export interface MemoryStore {
  /** What oidc-provider keeps its records with. */
  readonly adapter: AdapterFactory;
  /** The records of a model that are there now, by id. */
  present(model: string): ReadonlyMap<string, AdapterPayload>;
  /** Those that were there once and were taken out. */
  removed(model: string): ReadonlyMap<string, AdapterPayload>;
}

export function createMemoryStore(): MemoryStore {
  const models = new Map<string, Model>();
  function modelOf(name: string): Model {
    const model = models.get(name) ?? new Model();
    models.set(name, model);
    return model;
  }
  return {
    adapter: modelOf,
    present: (name) => modelOf(name).present,
    removed: (name) => modelOf(name).removed,
  };
}

/** The records of one kind. oidc-provider itself checks `exp` of what it finds, so expired records may stay. */
class Model implements Adapter {
  readonly present = new Map<string, AdapterPayload>();
  readonly removed = new Map<string, AdapterPayload>();
  /** So that ending one grant among many thousands does not look at all of them. */
  readonly #idsOfGrant = new Map<string, string[]>();

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    if (payload.grantId !== undefined && !this.present.has(id)) {
      this.#idsOfGrant.set(payload.grantId, [...(this.#idsOfGrant.get(payload.grantId) ?? []), id]);
    }
    this.present.set(id, payload);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.present.get(id);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#findWhere((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#findWhere((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const payload = this.present.get(id);
    if (payload !== undefined) {
      payload.consumed = Math.floor(Date.now() / 1000);
    }
  }

  async destroy(id: string): Promise<void> {
    const payload = this.present.get(id);
    if (payload !== undefined) {
      this.present.delete(id);
      this.removed.set(id, payload);
    }
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    const ids = this.#idsOfGrant.get(grantId) ?? [];
    this.#idsOfGrant.delete(grantId);
    await Promise.all(ids.map((id) => this.destroy(id)));
  }

  #findWhere(matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    return [...this.present.values()].find(matches);
  }
}
