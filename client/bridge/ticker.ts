// A worker's timer: unlike a page's it is not slowed down when the page is in the background.
const RATE = 15
setInterval(() => self.postMessage(0), 1_000 / RATE)
