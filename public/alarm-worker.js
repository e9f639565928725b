// Shows an alarm that is pushed to this browser, and opens it at a press.
addEventListener('push', (event) => {
  const { title = '', id, severity } = event.data?.json() ?? {}
  const grave = severity === 'critical' || severity === 'high'
  event.waitUntil(
    registration.showNotification(title, {
      tag: `alarm-${id}`,
      // Told of once more, it sounds once more.
      renotify: true,
      icon: '/icon.svg',
      requireInteraction: grave,
      data: { id },
    }),
  )
})
addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(clients.openWindow(`/alarms?id=${Number(event.notification.data?.id)}`))
})
