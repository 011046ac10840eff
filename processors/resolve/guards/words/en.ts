import { enFiller } from './en/filler.ts'
import { enGoods } from './en/goods.ts'
import { enLife } from './en/life.ts'
import { enMoney } from './en/money.ts'
import { enSoftware } from './en/software.ts'
import { enTravel } from './en/travel.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What English questions to customer services say in more than one way. */
export const en: Vocabulary = {
  filler: `
    a, an, the, this, that, these, those, it, its, there, here, i, im, i'm, ive, i've, i'd, id, i'll, you, u, we, he, she, they, them, me, us, my, mine, your,
    yours, our, ours, their, his, her, one's, myself, yourself, is, are, am, was, were, be, been, being, do, does, did, done, doing, have, has,
    had, having, get, got, getting, gotten, will, would, shall, should, can, could, may, might, can i, ought, i must, i need to, we need to, we must, what do i have to do, what do i have to do to, what do i need to do, what do i need to do to, what must i do, what should i do, going to, gonna, wanna, want, wants, wanted, like,
    would like, need, needs, needing, be used, is used, are used, been used, was used, i used, i've used, used to, used by, used in, used for, used with, try, tries, wish, please, pls, plz, kindly, thanks, thank you, thx, hi, hello, hey, hiya, dear, good morning, good afternoon, good
    evening, ok, okay, so, well, and, or, also, too, then, now then, as, such, of, in, on, at, to, for, with, by, about, regarding, concerning, into,
    from, over, up, what, what's, whats, which, if, when, how, how's, how about, where, where's, whether, let, let's, make, makes, made, let me, tell me, tell, know, show me how,
    explain, say, clarify, help, helps, assist, assistance, support with, advise, advice, guide, guidance, guide me, walk me through, instructions, information, info, details, question, query, inquire, enquire, wonder,
    wondering, ask, asking, able, possible, possibility, possibly, allowed, permitted, permissible, permit, allow, permission, accepted way, way, ways, best way, manner, method, process, procedure, steps, step, means, option,
    go about, go through, happen, happens, what happens, consequence, consequences, what if, supposed, i have to, in order, order to, there any, any,
    just, simply, really, actually, quite, exactly, currently able, ever, currently, somehow, somewhere, somebody to, thing, things, stuff, kind, sort, type, types, kinds,
    case, situation, matter, regard, regards, respect, respectively, available, availability, offer, offers, offered, offering, provide, provides,
    sell you, use of, using, use, uses, used to, usable, work, works, working, via, through, per, carry out, perform, proceed, handle, deal, deal with, manage, take care of, sort out, go, goes, going, come, comes,
    all right, at all, first of all, above all, or not, right, sure, certain, not sure, don't know, do not know, no idea, unsure, find out, figure out, find, finding, look for, locate, see how, learn, understand, a bit, bit, little, some help, yet,
    possess, exist, exists, take, takes, taking, apply, have got, put, place, has been, due, else's, itself, is it, when it comes, it comes, think, hope, believe, mean, means, meaning, stand for, stands, signify,
    valid, accepted, shown, listed, anything, bring, carry, bringing, carrying, take along, brought, carried, do you sell, what happens when, what happens if, what if, worth it, allow me, do you accept, do you take, can i pay with, can i pay by, may i pay with, can i pay using, court of, run, runs, easily, again, back, o, re, ll, s, t, d, m, ve, don, own, yours truly, currently, upcoming, somewhat, anyway, btw, however, though, because, since, lately, recently, located, now, within, against, stay, send me, can you send me, could you send me, at your, of yours, happening,
    ${enFiller},
    while, during, even`,
  concepts: `
    refund: refundable, refunded, refund, reimburse, reimbursement, money back, my money back, money be returned, cash back for, get back my money, repay, repayment, give back my money
    return: return, send back, give back, returnable, bring back, take back, ship back, returns
    exchange: exchange, swap, trade in
    cancel: cancel, cancellation, call off, annul, cancelable, scrap
    end: end, finish, over by, expire, expiry, expiration, run out, lapse, terminate
    order: order, purchase order
    order: buy, purchase, bought, buying
    see: see, view, seen, look at
    keep: keep, kept, retain
    problem: problem, issue, trouble, difficulty
    internet plan: broadband package, internet package, broadband plan, internet plan
    wait: wait, waiting
    dental: dental work, dental treatment
    smoke: smoke
    sell: sell, sold
    reserve: book, booking, bookable, reserve, reservation
    parcel: parcel, package, packet
    ship: ship, deliver, delivery, shipping, shipment, shipped
    send: send, dispatch, sent
    receive: receive, recieve
    track: track, trace, follow, tracking
    pickup: pick up, collect, pickup, collection, pick-up
    dropoff: drop off, dropoff, drop-off
    pay: pay, payment, paid, paying, settle
    payment method: payment method, payment methods, ways of paying, way of paying, ways to pay, payment options, methods of payment, payment types, forms of payment, means of payment, kinds of payment
    cost: charged, cost, price, fee, charge, how much, how much does it cost, expense, pricing, priced, what does it cost, room rate
    free: free, free of charge, at no cost, gratis, no charge, complimentary
    cheap: cheap, cheaper, less expensive, inexpensive, cost less, costs less
    cheapest: most cheaply, cheapest, least expensive, costs the least, cost the least
    expensive: expensive, costly, pricey, more expensive, dearer, cost more, costs more
    mostexpensive: most expensive, costs the most, dearest
    discount: discount, money off, price reduction, reduced price, rebate, percent off
    coupon: coupon, voucher code, promo code, discount code, promotional code
    voucher: voucher
    giftcard: gift card, gift voucher, gift certificate
    invoice: invoice, bill
    billing: billing, billed
    receipt: receipt, proof of purchase
    account: account, profile account, user account
    enter: enter, put in, type in, key in
    create: create, set up
    create account: open an account, open a new account, make an account, create an account
    reserve make: make a booking, make a reservation
    signup: sign up, register, registration, enrol, enroll, enrolment, subscribe, opt in, join
    unsubscribe: unsubscribe, opt out
    close: close, closing, shut
    delete: delete, erase, deletion, get rid of
    delete: remove, take off, removal
    add: add, put on, include additional, addition
    change: change, changing, update, edit, modify, alter, amend, modification, adjust, correct
    switch: switch, change to, change into, change from, convert, migrate
    topup: top up, top-up, topping up, topped up, topup, reload, topping-up
    rate: rate, rates
    whereis: where is, where are, where's, wheres
    upgrade: upgrade
    downgrade: downgrade
    enable: enable, activate, turn on, switch on, activation, put on
    disable: disable, deactivate, turn off, switch off, shut down, deactivation
    start: start, begin, commence
    stop: stop, halt, cease
    pause: pause, suspend
    resume: resume, unpause, continue
    login: log in, login, sign in, log on, logging in, log into, sign into, logging on
    logout: log out, logout, sign out, log off
    password: password, passcode, pass word
    pin: pin, pin code, pin number
    forget: forget, forgot, forgotten, can't remember, cannot remember, don't remember, no longer remember
    reset: reset
    lock: lock, freeze, frozen, block
    unlock: unlock, unfreeze, unblock
    hide: hide, conceal
    show: show, display
    mute: mute, silence
    unmute: unmute
    import: import
    export: export
    upload: upload
    download: download
    install: install, installation
    uninstall: uninstall, deinstall
    connect: connect, pair, link, hook up, connection
    disconnect: disconnect, unpair, unlink
    increase: increase, raise, higher limit, bump up, up my, extend the limit
    decrease: decrease, lower, reduce, cut down, bring down
    twofactor: two-factor authentication, two factor authentication, 2fa, two-step verification, two step verification, 2-factor authentication, 2 factor authentication, two-factor, mfa
    autorenewal: automatic renewal, auto-renewal, auto renewal, autorenewal, auto-renew, auto renew, renew automatically, renews automatically, automatically renew
    automatic: automatic, automatically, auto
    renew: renew, renewal
    extend: extend, prolong, extension
    wifi: wifi, wi-fi, wi fi, wireless network, wlan
    internet: internet, broadband
    onlinebank: online banking, internet banking, e-banking, ebanking
    online: online, on the internet, over the internet, on the web, on your website, on the website
    email: email, e-mail, mail address, email address, e-mail address, email adress, e-mail adress, emails
    ebook: e-book, ebook, e-books, ebooks
    phone: phone, telephone, smartphone, mobile phone, cell phone, cellphone
    mobile: mobile
    app: app, application software
    application: application
    device: device, gadget
    computer: computer, pc
    laptop: laptop, notebook
    tv: tv, television, telly
    photo: photo, photograph, picture, pic
    repair: repair, fix, mend
    broken: broken, defective, faulty, not working, doesn't work, does not work, isn't working, out of order, stopped working
    damaged: damaged, damage
    crack: crack, cracked
    lost: lost, lose, misplaced
    stolen: stolen, stole, theft
    missing: missing
    delay: late, delayed, delay, overdue
    early: early, earlier, ahead of time
    wrong: wrong, incorrect
    shop: shop, store, stores
    branch: branch
    showroom: showroom
    agent: agent, human, real person, representative, person to talk, live agent, human agent, customer service agent, advisor, adviser, human being, operator, actual person, staff member
    talk: talk, speak, chat
    contact: get hold of someone, get hold of somebody, hold of, get through to, contact, reach, get in touch, get hold of, touch with
    service: customer service, customer support, support team, help desk, customer care, support, customer services, helpline, service team
    call: call, ring, phone number to call
    phone number: phone number, telephone number, contact number
    complaint: complaint, complain
    report: report
    claim: claim
    submit: submit, file, lodge, hand in, send in
    appeal: appeal
    dispute: raise a dispute, open a dispute, file a dispute, dispute, contest, challenge
    doctor: doctor, physician, gp
    dentist: dentist
    appointment: appointment
    medicine: medicine, medication, drug
    health: health, medical
    prescription: prescription
    checkup: check-up, checkup, check up
    vaccination: vaccination, vaccine, jab, vaccinated
    cover: cover, coverage, covered by
    insure: insure, insurance, insured
    policy: policy
    excess: excess, deductible
    fly: fly, flew, flight, flying
    plane: plane, aircraft, airplane
    luggage: luggage, baggage
    handluggage: hand luggage, hand baggage, cabin bag, carry-on, carry on luggage, cabin baggage
    bag: bag
    suitcase: suitcase
    checkin: check-in, check in, checkin
    checkout: check-out, check out, checkout
    layover: layover, stopover
    seat: seat
    kid: child, children, kid, kids, childs
    room: room
    guest: guest
    parking: park, parking, car park, parking lot
    car: car, automobile
    rentalcar: rental car, hire car, rented car, car rental, car hire
    rent: rent, hire
    motorbike: motorbike, motorcycle
    bicycle: bicycle, bike
    couch: sofa, couch, settee
    atm: atm, cash machine, cash point, cashpoint
    withdraw: withdraw, withdrawal, take out, cash out, take money out
    depositmoney: pay in a cheque, pay in cheques, pay in a check, pay in money, deposit
    transfer: transfer, move
    money: money, cash
    wire: wire
    abroad: abroad, overseas, to another country, in another country, internationally, outside the country
    foreign: foreign
    card: card
    creditcard: credit card
    debitcard: debit card
    bankcard: bank card
    cheque: cheque, check
    loan: loan
    mortgage: mortgage, home loan
    limit: limit
    instalment: instalment, installment, instalments, installments
    balance: balance
    trial: trial
    plan: plan, package plan, tariff
    subscription: subscription, membership subscription
    membership: membership
    contract: contract
    monthly: monthly, per month, month to month, every month, each month
    annual: annual, yearly, annually, per year, every year, each year
    human resources: hr
    address: address, adress, adresse
    name: name
    must: do i have to, do we have to, do you have to, must, have to, has to, had to, do i need, do we need, does one need, do you need, do they need, needed, necessary, required, mandatory, compulsory, obligatory, requirement, is it necessary
    give: give, gives, gave, given
    used: used, second-hand, secondhand, preowned
    when: what time, when, at what time, on which day, on what day, what day, which day
    when open: opening hours, opening times, business hours, hours of operation
    open: open, opened, opening
    howlong: how long do i have to, how long do i have for, how long do we have to, how long do you have to, how many days do i have to, how long have i got to, how long, how much time, how long does, what is the duration, length of time, how many days
    howlong ship: delivery time, delivery times, shipping time, time of delivery
    howmany: how many, number of
    howoften: how often, how frequently
    why: why, for what reason, how come, what reason, what is the reason, reason
    who: who, whom
    whose: whose
    time: time
    duration: duration
    other: other, another, different, else, someone else, somebody else
    person: person, people, persons, someone, somebody, anyone, anybody
    everyone: everyone, everybody
    same: same
    new: new
    urgent: urgent, urgently, asap, quickly, as soon as possible, immediately, right away
    increase: bigger, larger
    large: large, big
    small: small, little one
    smaller: smaller
    high: high
    low: low
    highest: highest, gives the most, most
    best: best, top
    worst: worst
    fast: fast, quick
    duplicate: twice, double, two times
    faster: faster, quicker
    slower: slower
    newsletter: newsletter
    notification: notification, alert, push message
    message: message
    file: files, document, paperwork
    document: documents
    contactperson: contacts
    website: website, site, web site, webpage
    lightweight: lighter, weigh less, weighs less
    heavier: heavier, weigh more, weighs more
    heavy: heavy, weigh, weight
    maximum: maximum, max, at most
    minimum: minimum, at least, min
    instore: in store, in-store, in the shop
    secure: secure, safe
    security: security
    encrypt: encrypt, encryption
    personaldata: personal data, personal information
    data: data
    student: student
    disabled: wheelchair, disability
    pet: pet
    dog: dog
    waterproof: waterproof, water-proof, water resistant
    warranty: warranty, guarantee
    lock device: kill switch
    iban: iban
    competitor: competitor
    match: match
    keepdropping: keeps dropping, drops all the time, drops constantly, keep dropping
    taxes: tax, taxes, vat
    holiday: holiday, vacation
    trip: trip, journey, travel, traveling, travelling
    breakfast: breakfast
    include: include, comprise
    exclude: exclude
    accept: accept, approve, approval
    reject: reject, decline, refuse, deny, turn down, rejection
    sue: sue, court, sued
    clean: clean
    wash: wash
    replace: replace, replacement
    resend: resend
    reschedule: reschedule, postpone, rearrange
    copy: copy, duplicate
    print: print
    sign: sign, signature
    verify: verify, verification, confirm
    id: id card, identity card, identification
    passport: passport
    visa: visa
    tip: tip, gratuity
    giftwrap: gift wrap, gift wrapping, gift-wrap
    wallmount: wall mount, wall-mount
    colour: colour, color
    grey: grey, gray
    lightning: light, lights
    licence: licence, license
    programme: programme, program
    centre: centre, center
    authorise: authorise, authorize, authorised, authorized
    cafe: café, cafe
    air conditioning: air conditioning, aircon, air-conditioning, ac
  `,
  service: `${enMoney}${enGoods}${enTravel}${enSoftware}${enLife}`,
  quantifiers: `
    all: all, every, each, entire, whole, all of the
    both: both
    neither: neither
    some: some, several, a few, certain
    most: most of, most
    few: few, hardly any
    only: only, solely, exclusively
    none: none, none of
    half: half
    part: part of, partly, partially
    least: at least, minimum, no less than, as a minimum
    atmost: at most, maximum, no more than, up to, max
    more: more than, over, above, greater than
    less: less than, fewer than, under, below, fewer
    first: first
    last: last
  `,
  conditions: `
    unless: unless, except if, except when
    before: before, prior to, ahead of, earlier than
    after: after, afterwards, following, once, as soon as, later than
    until: until, till
    evenif: even if, even when, even though
    onlyif: only if, only when
    except: except, apart from, excluding, other than
    insteadof: instead of, rather than, in place of
    because: because of, due to, owing to, on account of
  `,
  roles: `
    from: from
    to: to, into, onto, towards
    for: for
    than: than
    by: by
    with: with
    instead: instead of, rather than
  `,
  separable: {
    'turn|switch': { on: 'enable', off: 'disable' },
    put: { on: 'add' },
    take: { out: 'withdraw' },
    opt: { in: 'signup', out: 'unsubscribe' },
    log: { in: 'login', out: 'logout', off: 'logout' },
    sign: { in: 'login', out: 'logout', up: 'signup' },
    call: { off: 'cancel' },
    'send|bring': { back: 'return' },
    give: { back: 'return' },
    pick: { up: 'pickup' },
    drop: { off: 'dropoff' },
  },
}
