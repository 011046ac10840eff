import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import type { SqliteData, SqliteQuestion, SqliteReply } from './sqlite-thread.ts'

// A query holds up its thread for as long as it takes, so it has one of its own, which can be ended.
const { file, tables } = workerData as SqliteData
const database = new DatabaseSync(file ?? ':memory:', { readOnly: file !== null })
for (const { name, columns, rows } of tables) {
  const quoted = columns.map(column => `"${column}"`)
  database.exec(`CREATE TABLE "${name}" (${quoted.join(', ')})`)
  const insert = database.prepare(`INSERT INTO "${name}" VALUES (${columns.map(() => '?').join(', ')})`)
  for (const row of rows) insert.run(...row)
}
database.exec('PRAGMA query_only = 1')

const port = parentPort!
port.on('message', ({ id, text, parameters }: SqliteQuestion) => {
  let reply: SqliteReply
  try {
    reply = { id, rows: database.prepare(text).all(...parameters) as SqliteReply['rows'] & object }
  } catch (error) {
    reply = { id, error: error instanceof Error ? error.message : String(error) }
  }
  port.postMessage(reply)
})
