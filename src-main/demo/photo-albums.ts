import { randomUUID } from 'node:crypto';

export interface Photo {
  readonly id: string;
  readonly title: string;
  readonly addedAt: string;
}

export interface Message {
  readonly from: string;
  readonly text: string;
}

/** The photos of everybody, in memory. */
export interface Albums {
  photosOf(owner: string): readonly Photo[];
  add(owner: string, title: string): Photo;
  /** The login stays, so that it can be tried again. */
  empty(owner: string): void;
}

const firstTitles = ['Morning at the lake', 'Two cats, one chair', 'The old lighthouse'];

export function createAlbums(): Albums {
  const albums = new Map<string, readonly Photo[]>();
  function photosOf(owner: string): readonly Photo[] {
    const photos = albums.get(owner) ?? firstTitles.map(photoOf);
    albums.set(owner, photos);
    return photos;
  }
  return {
    photosOf,
    add: (owner, title) => {
      const photo = photoOf(title);
      albums.set(owner, [...photosOf(owner), photo]);
      return photo;
    },
    empty: (owner) => {
      albums.set(owner, []);
    },
  };
}

/** What an app must not see only because it may see the photos. */
export function messagesOf(owner: string): readonly Message[] {
  return [
    { from: 'Mother', text: `${owner}, will you come on Sunday?` },
    { from: 'Bank', text: 'Your new card has been sent.' },
  ];
}

function photoOf(title: string): Photo {
  return { id: randomUUID(), title, addedAt: new Date().toISOString() };
}
