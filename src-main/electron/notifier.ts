import type { Notification, NotificationConstructorOptions } from 'electron';
import type { Notifier } from '../wallet/ports.ts';

interface NotifierParts {
  readonly isSupported: () => boolean;
  readonly create: (options: NotificationConstructorOptions) => Notification;
  /** Brings the window before the person's eyes; opens one where there is none. */
  readonly showWindow: () => Promise<void>;
  readonly log: (line: string) => void;
}

/** The desktop's notifications. A click on one shows the window, and then what it was about. */
export function createNotifier({ isSupported, create, showWindow, log }: NotifierParts): Notifier {
  // One that nobody holds is collected, and its click with it.
  const shown = new Set<Notification>();
  return {
    notify: ({ title, text, onClick }) => {
      if (!isSupported()) {
        return;
      }
      const notification = create({ title, body: text });
      const forget = (): void => {
        shown.delete(notification);
      };
      notification.on('click', () => {
        forget();
        showWindow()
          .then(onClick)
          .catch(() => {
            log('The window could not be shown for a notification.');
          });
      });
      notification.on('close', forget);
      notification.on('failed', forget);
      shown.add(notification);
      notification.show();
    },
  };
}
