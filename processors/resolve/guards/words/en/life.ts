/** Health, people, work, and what is said everywhere. */
export const enLife = `
    doctor: doctors, medic, general practitioner, gps, physicians
    dentist: dentists, dental practitioner
    clinic: clinic, practice, surgery, medical centre, medical center, doctor's office, doctors office, health centre, health center
    hospital: hospital, hospitals
    emergency: emergency, emergencies
    nurse: nurse, nurses
    specialist: specialist, consultant
    referral: referral, referred, refer
    patient: patient, patients
    appointment: appointments, an appointment, consultation, doctor's appointment, slot
    reserve appointment: make an appointment, book an appointment, schedule an appointment, arrange an appointment, get an appointment, set up an appointment, making an appointment, booking an appointment, scheduling an appointment, fix an appointment, appointment booking
    cancel appointment: cancel my appointment, call off my appointment, cancel an appointment, cancelling an appointment
    reschedule appointment: change my appointment, move my appointment, reschedule my appointment, postpone my appointment, rearrange my appointment, change the date of my appointment, move my appointment to another day, rescheduling an appointment, reschedule an appointment, change an appointment, move an appointment, shift my appointment, another date for my appointment, rebook my appointment
    reschedule: rescheduled, rescheduling, postponed, postponing, rearranged, put off, push back, change the date, change the date of, move to another day, move to another date, move to a different day, move to a different date, shift to another day, delay until, different date, another date, move the date, change the day
    medicine: medicines, medications, drugs, tablets and pills, pills, meds
    prescription: prescriptions, repeat prescription
    refill: refill, repeat my prescription, prescription refill, refilled
    overthecounter: over the counter, over-the-counter, without a prescription, without prescription, no prescription, prescription-free
    pharmacy: pharmacy, chemist, drugstore, drug store, chemist's, pharmacist
    test: test, tests, testing
    result: results, result, findings
    bloodtest: blood test, blood tests, blood work
    xray: x-ray, xray, x-rays
    checkup: medical check, medical examination, physical examination, health check, checkups
    fasting: fast before, fasting, on an empty stomach, empty stomach, sober, eat before, eat anything before, eating before, have breakfast before
    sideeffect: side effect, side effects
    sicknote: sick note, doctor's note, medical certificate, certificate of illness, sick certificate
    illness: illness, disease, sickness, ill, sick, unwell
    flu: flu, influenza
    fever: fever
    pain: pain, ache, hurt, hurts
    surgery: operation, surgical
    glasses: glasses, spectacles, eyeglasses
    contactlenses: contact lenses, contacts lenses
    physiotherapy: physiotherapy, physical therapy, physio
    walkin: walk-in, walk in, without an appointment, no appointment, without appointment, without making an appointment, without booking an appointment
    must: do i absolutely have to, do i really have to, is it required, are we required to, am i required to, is one required to, do i really need, require me to, obligation, obliged, obliged to, is it mandatory, is it compulsory, is it obligatory, am i obliged to, would i need, do customers have to, do customers need, do i need to, will i need, will i have to, would i have to, should i have, does anyone need, got to have, requires me to
    whatneed: what do i need, what will i need, what is needed, what's needed, what is required, what's required, what documents do i need, which documents do i need, which documents are needed, what documents are needed, what documents are required, which documents are required, what paperwork do i need, what do i have to bring, what should i bring, what do i need to bring, what must i bring, which papers do i need, what are the requirements, what are the requirements for, what requirements
    howlong: how long will it take, how long does it take, how long would it take, how long do i need to wait, how long does it usually take, how long it takes, how long will, how long is, how long are, how long for, how much time does it take, how much time do i have, how many days does it take, how many days will, how many weeks, for how long, how many months, what length of time, how long until, how long before, in what time, within what time, what is the time frame, what's the time frame, time frame, timeframe, how long have i got, how long am i, what period, over what period, how long can i, how soon, how quickly, how fast, duration
    deadline: deadline, time limit, by when, until when, latest date, until what date, cut-off, cutoff, cut-off date, last day, how late can i, what is the latest, by what date, final date, latest time, last date, closing date, up to when, due date
    when: at which time, on which date, on what date, what date, which date, when exactly, when precisely, when do, when does, when will, when is, when are, when can, which days, what days, when would, by what time
    howoften: how many times, how regularly, at what intervals, how frequent, how often do
    howmany: how many of, what number of, the number of, how big a number of, how great a number of, what quantity, what amount
    why: what makes, what's making, for which reason, what's the reason, what is the cause, what causes, what's causing, what's the cause, reasons, how is it that, what's wrong with, how can it be
    who: which person, which people
    whereis: where can i find, where do i find, where will i find, where is located, location of, where are located, where exactly is, where do you have, where to find, where do i see, where can i see, how do i find, how can i find, how to find
    person: persons, persons per, individuals, human beings
    other: others, elses, alternative, alternatively, someone else's, other one
    someoneelse: someone else, somebody else, another person, other people, a different person, other person, third party, a third person
    friend: friend, friends, mate, mates, buddy
    family: family, relatives, family members, family member, relative, loved ones
    spouse: spouse, husband, wife, partner
    parent: parent, parents, mum and dad
    mother: mother, mum, mom
    father: father, dad
    kid: childrens, youngsters, little ones, kiddies
    son: son
    daughter: daughter
    landlord: landlord, landlady
    tenant: tenant, renter, lodger
    flat: flat, apartment
    house: house, home
    employer: employer, boss
    employee: employees, worker, workers
    colleague: colleague, coworker, co-worker, colleagues, coworkers
    job: job, vacancy, vacancies, jobs, position, career, careers
    student: students, university student, college student, undergraduate
    school: school
    university: university, college, uni
    course: course, class, lesson, lessons, classes
    teacher: teacher, instructor, tutor
    exam: exam, examination, exams
    certificate: certificate, diploma, certificates
    senior: senior, seniors, senior citizen, senior citizens, pensioner, pensioners, retired, elderly, oap, oaps, retiree, retirees, older people
    adult: adult, grown-up, adults, grown-ups
    teenager: teenager, teen, teenagers, teens, adolescent
    disabled: disabilities, disabled people, with a disability, handicapped, people with disabilities
    company: company, business, firm, enterprise
    businessaccount: business account, company account, corporate account
    sell: sells, selling, seller, sale of
    give: giving
    see: check who, check what, check when, check where, check which, where can i find my, where do i find my, where can i see my, where do i see my, where will i find my, where can i view my, where can i check my, where do i check my, how do i find my, how can i find my, how do i look up my, seeing, viewing, views, check my, check the, check on, check how, check if, check whether, checking my, check what, access, consult, take a look at, have a look at, look up, browse, examine, checking on, find my
    keep: keeping, keeps, hold on to, hang on to, retaining
    wait: waits, waited, waiting time, waiting times, hold on
    start: starts, started, starting, begins, beginning, commences, get started, kick off, launch, initiate
    stop: stopped, stopping, stops, quit, discontinue, cease, refrain from
    increase: increased, increasing, increases, raised, raising, higher, enlarge, make bigger, boost, heighten, make larger, get higher, raise the limit, expand, up the
    decrease: decreased, decreasing, reduced, reducing, lowered, lowering, make smaller, shrink, cut, bring down, drop, diminish, lessen
    cost: extra charge, extra charges, extra cost, extra costs, additional charge, additional cost, additional costs, extra fee, additional fee, cost extra, costs extra, pay extra, charge extra, charged extra, paid extra
    add: extra, include more, append
    include: included, includes, including, contained in, contain, contains, part of the price, in the price, come included
    submit: submitted, submitting, submission, turn in, handing in, sending in, hand over
    send: sending, sends, dispatched, dispatching, post, mail it, forward
    receive: receives, receiving, received, receipt of
    report: reports, reported, reporting, notify you, notify, inform, inform you, flag
    choose: choose, pick, select, choosing, selecting, picking, selection, choice, chosen, selected, opt for, decide on
    design: design, customise, customize, personalise, personalize, customised, customized, personalised, personalized, personalization, personalisation, customisation, customization
    engrave: engrave, engraving, engraved
    name: names
    address: addresses
    sign: signed, signing, signatures
    vote: vote
    win: win, prize
    event: event, events
    concert: concert, show ticket, gig
    accept: accepts, accepting, approved, approves
    reject: rejected, rejecting, declined, declining, refused, denied, rejects, turned down
    declined: card was declined, card is declined, card declined, payment was declined, payment declined, payment was rejected, card was rejected, payment was refused, card was refused, payment failed, payment fails, payment didn't go through, payment did not go through, payment not go through, card doesn't work, card not working, card isn't working, card does not work, card was not accepted, payment got declined, card got declined, card keeps getting declined, card is rejected, payment is declined, payment is rejected, payment not work, payment doesn't go through, card payment fails, card refused
    lost: losing, loses, loss, mislaid, misplace, can't find my, cannot find my, couldn't find my
    lostcard: lost my card, lost card, lost my credit card, lost my bank card, lost my debit card, card is lost, card got lost, card has been lost, misplaced my card, card went missing, card is missing, card is gone
    stolencard: stolen card, card was stolen, card stolen, card got stolen, card has been stolen, my card is stolen, theft of my card, someone stole my card, had my card stolen
    stolen: steal, nicked, got stolen, pinched, thief, stealing
    lock: locked, locks, locking, blocked, blocking, blocks, freezing, freezes my, put a block on, put a freeze on, put a stop on
    unlock: unlocked, unlocking, unblocked, unblocking, unfrozen
    big: huge
    large: largest
    small: smallest, tiny
    fast: speedy, rapid, rapidly
    urgent: straight away, straightaway, at once, promptly, instant, instantly, without delay, as fast as possible, as quickly as possible, swiftly, in a hurry, right now urgently, at short notice, short notice
    early: bring forward, brought forward, earlier date, sooner, ahead of schedule, in advance, beforehand, ahead
    difference: difference, differences, differ, differ from, distinction, distinguish, compare, comparison, difference between, how do they differ
    recommend: recommend, recommendation, suggest, suggestion, recommended, propose
    referfriend: refer a friend, recommend a friend, referral programme, referral program, invite a friend, refer friends, bring a friend, tell a friend, recommend you to a friend, referral bonus, referring a friend, refer someone
    feedback: give feedback, leave feedback, opinion, suggestions
    safe: safe for
    clean: cleaned, cleaning, cleans, cleanse
    wash: washed, washing
    clean regularly: care instructions, care for
    maintain: maintain, maintenance, servicing, upkeep
    technician: technician, engineer, repairman, tradesman, fitter, installer
    install visit: home visit, visit at home, come to my home, come to my house, come to my place
    noise: noise, noisy, loud, noises
    leak: leak, leaking, leaks, leakage
    smell: smell, smells, odour, odor
    thermostat: thermostat
    bin: bin, rubbish, waste, trash can, garbage, refuse collection
    moveout: move out, moving out, move away
    movein: move in, moving in
    minimum order: minimum order, minimum order value, minimum purchase, smallest order, minimum spend, order minimum, least i can order, minimum order amount
    maximum: greatest, largest possible, the most, highest possible, as much as
    minimum: smallest possible, lowest possible, minimal, the least
    percentage: percentage, share of
    separately: separately, individually, one by one, apart from each other
    together: together, combined, at the same time, simultaneously, in combination, combine, jointly
    combine discount: combine discounts, stack discounts, use two codes, combine coupons, stack coupons, use several codes, combine codes, combine vouchers, more than one code, more than one coupon, more than one voucher, several coupons at once, multiple codes, multiple coupons, multiple discount codes, two coupons
    manually: manually, by hand
    temporary: temporarily, temporary, for a while, for some time, provisional
    permanent: permanently, permanent, for good, forever, for ever
    partial: partial, in part
    full: full, complete, completely, fully, in full, entirely
    everyday: daily, every day, each day, per day, a day
    weekly: weekly, every week, each week, per week, once a week, a week
    monthly: a month, by the month, once a month, on a monthly basis, month by month
    annual: a year, once a year, by the year, on a yearly basis, on an annual basis
    weekday: weekdays, working days, business days, monday to friday, mondays to fridays
    outsidehours: outside opening hours, out of hours, after hours, outside business hours, outside office hours
    night: night, nights, overnight, at night
    morning: morning, mornings
    evening: evening, evenings
    afternoon: afternoon, afternoons
    country: country, countries, nation
    foreign: foreigner, foreigners, non-residents
    city: city, town
    street: street, road
    abroad: foreign country, foreign countries, another country, other countries, outside of the country, international, outside my country, outside our country, different country
    domestic: domestic, within the country, inland
    island: island, islands
    outdoors: outdoors, outside, outdoor, in the open air
    indoors: indoors, inside, indoor
    rain: rain, raining, rainy, wet weather, bad weather
    weather: weather
    dresscode: dress code, what to wear, what should i wear
    celebrate: birthday, birthdays
    wedding: wedding, marriage
    divorce: divorce
    death: death, dies, passed away, died, deceased, bereavement
    birth: birth
    correct: fix my, rectify
    typo: typo, misspelt, misspelled, spelling mistake, spelled wrong, spelling error, misspelling, wrong spelling
    mistake: mistake, error by me, by mistake, accidentally, by accident, in error, inadvertently, unintentionally
    try again: retry, try again
    donate: donate, donation, charity, donations
    transferownership: transfer to someone else, pass on to someone else, give to someone else, sign over, transfer to another person, hand over to someone else, pass on to another person, transfer to a friend, transfer to somebody else, transferable, transferred to someone else
    meansoftransport: public transport, public transportation, transit, by bus or train
    valid: validity, valid for, remain valid, good for, be valid, stay valid, last for
`
