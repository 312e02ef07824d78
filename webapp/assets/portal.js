// Everything works without this file; it only saves a few movements of the hand.
document.addEventListener('click', async (event) => {
  const button = event.target instanceof Element ? event.target.closest('[data-copy]') : null
  if (!button) return
  const source = document.getElementById(button.getAttribute('data-copy') ?? '')
  if (!source) return
  const label = button.textContent
  try {
    await navigator.clipboard.writeText(source.textContent.trim())
    button.textContent = 'Copied'
  } catch {
    // The clipboard is refused outside https: select the text, so that one key press copies it.
    getSelection()?.selectAllChildren(source)
    button.textContent = 'Selected'
  }
  setTimeout(() => (button.textContent = label), 2000)
})
