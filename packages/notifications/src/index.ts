export { notificationCollections, QUEUE as NOTIFICATION_QUEUE } from './collections.ts';
export { createNotifications, type NotificationOptions, type NotificationPorts, type Notifications } from './notifications.ts';
