// A worker's timer: unlike a page's it is not slowed down when the page is in the background. Its name is its rate.
setInterval(() => self.postMessage(0), 1_000 / Number(self.name))
