import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** Everything the authorization server remembers: it lives as long as the process, and nothing is evicted. */
export function createMemoryStore(): AdapterFactory {
  const models = new Map<string, Map<string, AdapterPayload>>();
  return (model) => {
    const records = models.get(model) ?? new Map<string, AdapterPayload>();
    models.set(model, records);
    return adapterOver(records);
  };
}

/** oidc-provider itself checks `exp` of what it finds, so expired records may stay. */
function adapterOver(records: Map<string, AdapterPayload>): Adapter {
  function findWhere(matches: (payload: AdapterPayload) => boolean): Promise<AdapterPayload | undefined> {
    return Promise.resolve([...records.values()].find(matches));
  }
  return {
    upsert: (id, payload) => {
      records.set(id, payload);
      return Promise.resolve();
    },
    find: (id) => Promise.resolve(records.get(id)),
    findByUid: (uid) => findWhere((payload) => payload.uid === uid),
    findByUserCode: (userCode) => findWhere((payload) => payload.userCode === userCode),
    consume: (id) => {
      const payload = records.get(id);
      if (payload !== undefined) {
        payload.consumed = Math.floor(Date.now() / 1000);
      }
      return Promise.resolve();
    },
    destroy: (id) => {
      records.delete(id);
      return Promise.resolve();
    },
    revokeByGrantId: (grantId) => {
      for (const [id, payload] of records) {
        if (payload.grantId === grantId) {
          records.delete(id);
        }
      }
      return Promise.resolve();
    },
  };
}
