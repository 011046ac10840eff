/**
 * What goes without saying beside something else: to return is to return an item, to log in is to log in to an account.
 * Lines of `what: beside what`; the names are those of the vocabularies. Only what no answer can depend on.
 */
const lines = `
  item: return refund exchange damaged broken warranty wrong wrongitem missing missingitem repair replace giftwrap ship notarrived outofstock restock preorder toobig stock pricematch basket sparepart
  money: transfer withdraw depositmoney refund foreigntransfer save
  pay: instalment invoice payment method directdebit fee latefee deposit premium standingorder paymentmethod
  pay: money creditcard debitcard cheque contactless giftcard voucher coupon cover insure insurance
  accept: money creditcard debitcard cheque contactless
  number: phone
  numero: phone
  nummer: phone
  visit: technician
  payment: instalment method directdebit
  method: pay payment
  account: login logout cantlogin password username signup reset twofactor unsubscribe
  order: ship track notarrived arrive basket editorder parcel ordernumber coupon
  parcel: track trackingnumber ship notarrived pickup courier arrive
  reserve: appointment
  book: appointment
  ask: appointment
  arrange: appointment
  appointment: doctor dentist bloodtest vaccination checkup
  talk: agent contact livechat service
  contact: agent service livechat talk
  phone: call sim esim voicemail
  call: phone
  cost: cheap cheapest expensive discount free mostexpensive
  insure: cover claim excess premium excluded
  insurance: cover claim excess premium excluded
  cover: insure insurance
  policy: insure insurance
  valid: coupon voucher giftcard
  internet: wifi router slowinternet wlan
  shop: instore branch
  website: online
  settings: notification language privacy
  fly: unaccompanied handluggage boardingpass checkedluggage
  plane: handluggage
  onboard: handluggage
  hotel: checkin checkout breakfast room
  room: checkout latecheckout
  include: free
  member: membership
  data: personaldata
  documents: whatneed
  document: whatneed
  materials: whatneed
  must: whatneed
  message: text
  time: when howlong
  file: upload download import export
  subscription: trial renew autorenewal
  contract: renew autorenewal noticeperiod minimumterm terminate
  card: pin contactless
  driver: licence
  car: rentalcar parking
  code: coupon verificationcode
  person: agent
  trip: travel
  new: newuser
`

const implied = new Map<string, Set<string>>()
for (const line of lines.split('\n').filter(line => line.includes(':'))) {
  const [what = '', beside = ''] = line.trim().split(': ')
  const by = implied.get(what) ?? new Set<string>()
  for (const name of beside.split(' ')) by.add(name)
  implied.set(what, by)
}

/** Whether something need not be said where one of the names is. */
export const goesWithoutSaying = (name: string, beside: ReadonlySet<string>): boolean => {
  const by = implied.get(name)
  if (!by) return false
  for (const other of beside) if (by.has(other)) return true
  return false
}
