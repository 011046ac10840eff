import { createReplyChannel } from '../../infra/reply/in-process.ts'
import { replyContract } from './reply.contract.ts'

replyContract('the channel within a process', () => ({ channel: createReplyChannel(), close: () => undefined }))
