// Asks the device for the answer that a form needs, and sends the form with it.
const form = document.querySelector('form[data-passkey]')
const notice = document.getElementById('passkey-problem')

/** What went wrong, in words: by the names of DOMException in Web Authentication. */
function explain(error) {
  if (error.name === 'NotAllowedError') return 'Nothing was chosen, or it took too long. Try again.'
  if (error.name === 'InvalidStateError') return 'This device has a passkey of yours already.'
  if (error.name === 'SecurityError') return 'Open the portal at its own address; this is another.'
  return `This device did not answer: ${error.message}`
}

function show(text) {
  notice.querySelector('p').textContent = text
  notice.hidden = false
}

async function ask(kind, options) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    throw new Error('this browser knows no passkeys, or is too old for them.')
  }
  return kind === 'create'
    ? navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
      })
    : navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
      })
}

form?.addEventListener('submit', async (event) => {
  event.preventDefault()
  notice.hidden = true
  try {
    const answer = await ask(form.dataset.passkey, JSON.parse(form.dataset.options))
    form.elements.answer.value = JSON.stringify(answer)
    form.submit()
  } catch (error) {
    show(explain(error))
  }
})
