// Shows what is pushed, the window open or not; a newer note of a story takes the older one's place.
self.addEventListener("push", (event) => {
  const note = event.data.json();
  const look = { body: note.body, tag: note.tag, renotify: true, data: note.url, icon: "/static/icon.svg" };
  event.waitUntil(self.registration.showNotification(note.title, look));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
