/** Names of the vocabularies that say what is done, asked or measured: nobody who could do it to somebody. */
const actions = new Set(
  `refund return exchange cancel end order buy see keep reserve book ship send receive track pickup dropoff pay cost create signup unsubscribe close
  open delete remove add change switch upgrade downgrade enable disable start stop pause resume login logout reset lock unlock hide show import export
  upload download install uninstall connect disconnect increase decrease renew extend repair replace contact talk call report claim submit appeal dispute
  cover insure withdraw depositmoney transfer move must need when why who where whereis howlong howmany howoften include exclude accept reject clean wash print sign verify
  terminate arrange ask run arrive depart choose share restore save free cheap expensive heavy large small big maximum minimum limit early delay late used broken damaged
  lost stolen missing wrong new fast urgent valid automatic online instore duration weight size monthly annual appointment warranty difference recommend redeem earn
  zahlen possible give get balance smoke parking rent sell isopen language notification password money online breakfast`.split(
    /\s+/,
  ),
)

/** Whether what a name stands for can neither do anything nor be done to. */
export const isAction = (name: string): boolean => actions.has(name) || /\d/.test(name)
