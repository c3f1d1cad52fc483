// In a frame: tells the page around it how high its content is.
new ResizeObserver(([{ target }]) => parent.postMessage({ height: target.scrollHeight }, "*")).observe(document.documentElement)
