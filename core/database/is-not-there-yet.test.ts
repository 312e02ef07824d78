import assert from 'node:assert/strict'
import { constants } from 'node:os'
import { test } from 'node:test'
import { getSystemErrorMessage } from 'node:util'
import { isNotThereYet } from './is-not-there-yet.ts'

/** As the system gives it for a connection that was not made. */
function systemError(code: keyof typeof constants.errno): Error {
  const message = `connect ${code}: ${getSystemErrorMessage(-constants.errno[code])}`
  return Object.assign(new Error(message), { code, syscall: 'connect' })
}

test('a part that starts while its database’s container is only being made waits: nobody is at the address yet', () => {
  for (const code of ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ECONNREFUSED', 'EPIPE'] as const)
    assert.ok(isNotThereYet(systemError(code)), code)
})

test('a name that is not known yet, and a server that starts, may come', () => {
  for (const code of ['ENOTFOUND', 'EAI_AGAIN', '57P03'])
    assert.ok(isNotThereYet(Object.assign(new Error(code), { code })), code)
  assert.ok(isNotThereYet(new Error('Connection terminated unexpectedly')))
})

test('several addresses that all are refused are one error with the code of the first', () => {
  const both = new AggregateError([systemError('ECONNREFUSED'), systemError('EHOSTUNREACH')])
  assert.ok(isNotThereYet(Object.assign(both, { code: 'ECONNREFUSED' })))
})

test('a server that refuses us, a certificate that is not trusted and a socket that we may not use are no reason to wait', () => {
  for (const code of ['28P01', '3D000', '53300', 'DEPTH_ZERO_SELF_SIGNED_CERT'])
    assert.ok(!isNotThereYet(Object.assign(new Error(code), { code })), code)
  assert.ok(!isNotThereYet(systemError('EACCES')))
  assert.ok(!isNotThereYet(new Error('The server does not support SSL connections')))
})
