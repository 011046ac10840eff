/** Set in the environment of a process that is to tell the one that started it how far it is, over the channel between them. */
export const tellsParent = 'TURNSTREAM_TELL_PARENT'
