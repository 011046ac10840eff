// Runs before the first paint, so that a remembered theme does not flash; it is no module for that reason.
try {
  const theme = localStorage.getItem('turnstream.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage may be forbidden; the system's theme it is, then.
}
