/** How many devices a person may link. */
export const linksPerHour = { points: 30, seconds: 3600 }

/** How many programs may begin to ask from one address; an office has one address. */
export const requestsPerAddress = { points: 30, seconds: 600 }

/** How many codes a person may send while one lives, good ones included: 20 of 25 thousand million. */
export const triesPerPerson = { points: 20, seconds: 600 }

/** The same for an address, so that many accounts are no way around it. */
export const triesPerAddress = { points: 100, seconds: 600 }

/** How often tokens may be asked for from one address; a program that waits asks twelve times a minute. */
export const tokensPerAddress = { points: 600, seconds: 60 }

/** How often one device may renew its long token. */
export const renewalsPerDevice = { points: 30, seconds: 3600 }
