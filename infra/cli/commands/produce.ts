import { Argument, type Command } from 'commander'
import type { TopicName } from '../../../schemas/types.ts'
import { catalogue } from '../../../topics/catalogue.ts'
import { withCommonOptions } from '../common.ts'

const about = `
Each line is one event: {"type", "key", "id", "time", "data"}. "type" may be left out where the topic has one type, "key" where
the data holds it, "id" and "time" always; bytes are base64. What tail --full prints can be produced again. On chat.turns
a short form will do:

  {"message": "Where is my parcel?", "conversation_id": "c1", "user_id": "u1", "scene": "shipping", "tenant": "default",
   "model": "auto", "idempotency_key": "k1"}, of which only "message" is needed.

Lines go through the server that runs on the data directory, else to the log itself. A line that is refused is reported
with its number and stops no other; then the exit code is 1.`

/** The topic argument: a name of the catalogue. */
export const topicArgument = (): Argument =>
  new Argument('<topic>', 'a topic of the catalogue').choices(catalogue.map(({ name }) => name))

export const addProduce = (program: Command): void => {
  withCommonOptions(program.command('produce'))
    .description('Append events, NDJSON from stdin, to a topic')
    .addArgument(topicArgument())
    .addHelpText('after', about)
    .action(async (topic: TopicName, options) => (await import('../run/produce.ts')).produce(topic, options))
}
