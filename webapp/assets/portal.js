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

// A time zone is offered from the list that the browser knows; who has chosen none begins with their own.
const zones = document.querySelectorAll('input[data-time-zone]')
if (zones.length > 0) {
  const list = document.createElement('datalist')
  list.id = 'time-zones'
  list.append(...Intl.supportedValuesOf('timeZone').map((zone) => new Option(zone)))
  document.body.append(list)
}
for (const input of zones) {
  input.setAttribute('list', 'time-zones')
  if (input.dataset.timeZone === 'own')
    input.value = Intl.DateTimeFormat().resolvedOptions().timeZone
}
