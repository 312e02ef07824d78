// Keeps the portal's pages up to date while they are open: the unread count beside “Notifications”, the
// inbox itself, and pictures on the desktop for those who want them. Without it everything works after a
// reload.
const page = '/notifications'
const link = document.querySelector(`nav a[href="${page}"]`)
const here = location.pathname === page
const store = 'notifications.cursor'
const wanted = 'notifications.desktop'
let unread = 0
let waitMs = 1000
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

async function invitation() {
  const answer = await fetch('/notifications/live', { headers: { accept: 'application/json' } })
  if (!answer.ok) throw new Error(`${answer.status}`)
  return answer.json()
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
      unread = (await invitation()).unread
      showUnread()
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

const on = {
  ping: (socket) => socket.send('{"type":"pong"}'),
  auth_ok(_socket, { epoch, head, unread: now, replay, gap }) {
    waitMs = 1000
    unread = now
    showUnread()
    sessionStorage.setItem(store, JSON.stringify({ epoch, seq: head }))
    if (replay > 0 || gap) void catchUp()
  },
  notification(_socket, message) {
    const { epoch, seq } = cursor() ?? {}
    sessionStorage.setItem(store, JSON.stringify({ epoch, seq: Math.max(seq ?? 0, message.seq) }))
    tell(message)
    void catchUp()
  },
  read: () => catchUp(),
  dismissed: () => catchUp(),
  async token_expiring(socket) {
    const { token } = await invitation()
    socket.send(JSON.stringify({ type: 'auth', token, cursor: cursor() }))
  },
}

async function connect() {
  let invited
  try {
    invited = await invitation()
    unread = invited.unread
    showUnread()
  } catch {
    // Signed out, or the portal restarts: a page that is loaded anew will tell.
    return again()
  }
  // No gateway in this stack: look once in a while.
  if (!invited.path) return setTimeout(() => void connect(), 60_000)
  const socket = new WebSocket(new URL(invited.path, location.href.replace(/^http/, 'ws')))
  socket.addEventListener('open', () =>
    socket.send(JSON.stringify({ type: 'auth', token: invited.token, cursor: cursor() })),
  )
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(data)
    void on[message.type]?.(socket, message)
  })
  socket.addEventListener('close', again)
}

function again() {
  setTimeout(() => void connect(), waitMs * (0.5 + Math.random()))
  waitMs = Math.min(60_000, waitMs * 2)
}

/** The button that asks the browser for leave; it asks only when a person presses something. */
function offerDesktop() {
  const button = document.querySelector('[data-desktop-notifications]')
  if (!button || !('Notification' in window)) return
  const isOn = () => Notification.permission === 'granted' && localStorage.getItem(wanted) === 'yes'
  const show = () => {
    button.hidden = false
    button.disabled = Notification.permission === 'denied'
    button.textContent = button.disabled
      ? 'Refused by the browser'
      : isOn()
        ? 'Stop showing on this desktop'
        : 'Show on this desktop'
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
  void connect()
}
