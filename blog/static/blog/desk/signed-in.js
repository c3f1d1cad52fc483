// Tells the windows that wait with unsaved words, and closes this one where a browser allows it.
new BroadcastChannel("byline").postMessage("signed-in")
setTimeout(() => window.close(), 300) // milliseconds, for the message to leave
