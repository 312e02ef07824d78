// Keeps the portal's pages up to date while they are open: the unread count beside “Notifications”, the
// inbox itself, and pictures on the desktop for those who want them. Without it everything works after a
// reload. One page of a browser holds the connection and tells the others: a person may have only a few.
const page = '/notifications'
const link = document.querySelector(`nav a[href="${page}"]`)
const here = location.pathname === page
const store = 'notifications.cursor'
const wanted = 'notifications.desktop'
const others = new BroadcastChannel('notifications')
let unread = 0
let me
let told
let [catchingUp, stale] = [false, false]

function showUnread() {
  if (!link) return
  let badge = link.querySelector('.count')
  if (!badge) {
    badge = document.createElement('span')
    badge.className = 'count'
    link.append(badge)
  }
  badge.hidden = unread === 0
  badge.textContent = unread > 99 ? '99+' : String(unread)
  badge.setAttribute('aria-label', `${unread} unread`)
  document.title = `${unread > 0 ? `(${unread}) ` : ''}${document.title.replace(/^\(\d+\) /, '')}`
}

/** The unread count as it is, who the person is, and where to connect with which token. */
async function invitation() {
  const answer = await fetch('/notifications/live', { headers: { accept: 'application/json' } })
  if (!answer.ok) throw new Error(`${answer.status}`)
  const invited = await answer.json()
  ;({ unread, username: me } = invited)
  showUnread()
  return invited
}

/**
 * Asks for the count and the inbox as they are: counting what arrives would count twice what was already
 * in the last answer. However much arrives meanwhile is one question more.
 */
async function catchUp() {
  stale = true
  if (catchingUp) return
  catchingUp = true
  try {
    while (stale) {
      stale = false
      await invitation()
      await showInbox()
    }
  } catch {
    // Signed out, or the portal restarts: the next connection brings the count.
  } finally {
    catchingUp = false
  }
}

function cursor() {
  try {
    return JSON.parse(sessionStorage.getItem(store) ?? 'null')
  } catch {
    return null
  }
}

function moveTo(place) {
  sessionStorage.setItem(store, JSON.stringify(place))
}

/** The inbox as the server shows it now, unless the person is searching or further back. */
async function showInbox() {
  if (!here || new URLSearchParams(location.search).has('before')) return
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const id of ['inbox', 'inbox-lead', 'inbox-actions']) {
    const [now, next] = [document.getElementById(id), fresh.getElementById(id)]
    if (now && next) now.replaceWith(next)
  }
}

function tell({ title, message, script, seq }) {
  if (told) told.textContent = `New notification: ${title ?? script ?? ''}`
  if (!document.hidden || localStorage.getItem(wanted) !== 'yes') return
  if (!('Notification' in window) || Notification.permission !== 'granted') return
  // The same tag in every open tab: the desktop shows it once.
  const shown = new Notification(title ?? script ?? 'Notification', {
    body: (message ?? '').slice(0, 300),
    tag: `notification-${seq}`,
  })
  shown.addEventListener('click', () => {
    window.focus()
    location.href = page
  })
}

/** What every page of the browser does with what the server says. */
const on = {
  auth_ok({ epoch, head, unread: now, replay, gap }) {
    unread = now
    showUnread()
    // Without a place in the log nothing is replayed: what came since the page was made is not on it.
    const isNew = cursor() === null
    moveTo({ epoch, seq: head })
    if (isNew || replay > 0 || gap) void catchUp()
  },
  notification(message) {
    const at = cursor()
    // A page that began to listen later does not know the log: it begins at its head when its turn comes.
    if (at) moveTo({ epoch: at.epoch, seq: Math.max(at.seq, message.seq) })
    tell(message)
    void catchUp()
  },
  read: () => void catchUp(),
  dismissed: () => void catchUp(),
}

others.addEventListener('message', ({ data: { username, message } }) => {
  // Somebody else may have signed in meanwhile.
  if (username === me) on[message.type]?.(message)
})

/** Resolves when the connection has ended. */
function listen({ path, token, seconds, username }) {
  return new Promise((resolve) => {
    const socket = new WebSocket(new URL(path, location.href.replace(/^http/, 'ws')))
    const say = (message) => socket.send(JSON.stringify(message))
    const authenticate = (current) => say({ type: 'auth', token: current, cursor: cursor() })
    let silence
    const end = () => {
      clearTimeout(silence)
      socket.close()
      resolve()
    }
    // The server says something before the token ends. On a connection that a sleeping machine has lost it
    // never does, and nothing tells.
    const hear = () => {
      clearTimeout(silence)
      silence = setTimeout(end, seconds * 1000)
    }
    hear()
    socket.addEventListener('open', () => authenticate(token))
    socket.addEventListener('close', end)
    socket.addEventListener('message', ({ data }) => {
      hear()
      const message = JSON.parse(data)
      if (message.type === 'ping') return say({ type: 'pong' })
      if (message.type === 'token_expiring')
        return void invitation().then((fresh) => authenticate(fresh.token), end)
      on[message.type]?.(message)
      others.postMessage({ username, message })
    })
  })
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms * (0.5 + Math.random())))

/** Holds the connection as long as the page is there; one that ends at once is made again later and later. */
async function stayConnected(first) {
  let invited = first
  for (let waitMs = 1000; ; waitMs = Math.min(60_000, waitMs * 2)) {
    const since = Date.now()
    if (invited?.path) await listen(invited)
    if (Date.now() - since > 60_000) waitMs = 1000
    await pause(waitMs)
    // Signed out, or the portal restarts: it is asked again.
    invited = await invitation().catch(() => undefined)
  }
}

/** Connects when no other page of the browser does; pages that are not served safely know nothing of one another. */
async function connectInTurn(invited) {
  if (!navigator.locks) return stayConnected(invited)
  const turn = `notifications of ${me}`
  await navigator.locks.request(
    turn,
    { ifAvailable: true },
    (isMine) => isMine && stayConnected(invited),
  )
  // Another page is connected: what it told between the making of this page and now, this one did not hear.
  void catchUp()
  await navigator.locks.request(turn, async () =>
    // The token is old by then.
    stayConnected(await invitation().catch(() => undefined)),
  )
}

async function keepCurrent() {
  for (let waitMs = 1000; ; waitMs = Math.min(60_000, waitMs * 2)) {
    const invited = await invitation().catch(() => undefined)
    if (invited?.path) return connectInTurn(invited)
    // No gateway in this stack: look once in a while.
    await pause(invited ? 60_000 : waitMs)
  }
}

/** The button that asks the browser for leave; it asks only when a person presses something. */
function offerDesktop() {
  const button = document.querySelector('[data-desktop-notifications]')
  if (!button || !('Notification' in window)) return
  const isOn = () => Notification.permission === 'granted' && localStorage.getItem(wanted) === 'yes'
  const refusal = isSecureContext
    ? 'Refused: allow notifications in the browser’s settings of this site'
    : 'Browsers show it only for a portal with https'
  const show = () => {
    // Words instead of a button that could do nothing: they may take two lines of a phone.
    if (Notification.permission === 'denied') return button.replaceWith(refusal)
    button.hidden = false
    button.textContent = isOn() ? 'Stop showing on this desktop' : 'Show on this desktop'
  }
  button.addEventListener('click', async () => {
    if (isOn()) localStorage.removeItem(wanted)
    else if ((await Notification.requestPermission()) === 'granted') {
      localStorage.setItem(wanted, 'yes')
    }
    show()
  })
  show()
}

function announcer() {
  const region = document.createElement('p')
  region.className = 'visually-hidden'
  region.setAttribute('role', 'status')
  document.body.append(region)
  return region
}

if (link) {
  told = announcer()
  offerDesktop()
  void keepCurrent()
}
