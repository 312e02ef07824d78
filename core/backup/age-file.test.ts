import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { openSealed, sealTo } from './age-file.ts'
import { backupIdentity } from './backup-key.ts'

const identity = await generateX25519Identity()
const recipient = await identityToRecipient(identity)
/** Around the borders of a chunk, in pieces of an odd size. */
const sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 300_001]

async function seal(text: Buffer): Promise<Buffer> {
  const { head, payload } = await sealTo([recipient])
  return Buffer.concat([head, ...(await pieces(text).pipe(payload).toArray())] as Buffer[])
}

function pieces(bytes: Buffer): Readable {
  const cut: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 10_007) cut.push(bytes.subarray(at, at + 10_007))
  return Readable.from(cut, { objectMode: false })
}

async function unseal(sealed: Buffer, key = identity): Promise<Buffer> {
  const source = pieces(sealed)
  const payload = await openSealed(source, key)
  return Buffer.concat((await source.pipe(payload).toArray()) as Buffer[])
}

test('what is sealed here is opened by age, and what age seals is opened here', async () => {
  for (const size of sizes) {
    const text = randomBytes(size)
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    assert.deepEqual(Buffer.from(await decrypter.decrypt(await seal(text))), text)
    const encrypter = new Encrypter()
    encrypter.addRecipient(recipient)
    assert.deepEqual(await unseal(Buffer.from(await encrypter.encrypt(text))), text)
  }
})

test('a changed byte, a cut, a missing chunk and a chunk in another place are all found', async () => {
  const sealed = await seal(randomBytes(200_000))
  const start = sealed.length - (200_000 + 4 * 16)
  const chunk = 65_536 + 16
  const at = (index: number) => sealed.subarray(start + index * chunk, start + (index + 1) * chunk)
  const head = sealed.subarray(0, start)
  for (let round = 0; round < 20; round += 1) {
    const changed = Buffer.from(sealed)
    const place = Math.floor(Math.random() * changed.length)
    changed[place] = (changed[place] ?? 0) ^ 1
    await assert.rejects(unseal(changed), `byte ${place}`)
  }
  await assert.rejects(unseal(sealed.subarray(0, -1)))
  await assert.rejects(unseal(sealed.subarray(0, start + chunk)))
  await assert.rejects(unseal(Buffer.concat([head, at(0), at(2), at(1), at(3)])))
  await assert.rejects(unseal(Buffer.concat([head, at(0), at(2), at(3)])))
  assert.equal((await unseal(sealed)).length, 200_000)
})

test('another key and another kind of file are told apart, each with what to do', async () => {
  const sealed = await seal(Buffer.from('text'))
  await assert.rejects(unseal(sealed, backupIdentity('x'.repeat(43))), {
    code: 'wrong_backup_key',
    remedy: /--key-file/,
  })
  await assert.rejects(unseal(Buffer.from('PGDMP and so on'.repeat(20))), {
    code: 'damaged_backup',
  })
  await assert.rejects(unseal(Buffer.alloc(0)), { code: 'damaged_backup' })
})

test('a key that was not copied whole is told from a backup that is damaged, and is not repeated', async () => {
  const sealed = await seal(Buffer.from('text'))
  for (const key of [identity.slice(0, -3), 'AGE-SECRET-KEY-1', recipient]) {
    await assert.rejects(unseal(sealed, key), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'bad_backup_key')
      assert.ok(!error.message.includes(key))
      return true
    })
  }
})
