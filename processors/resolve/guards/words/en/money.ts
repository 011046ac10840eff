/** Banks, bills and insurers. */
export const enMoney = `
    refund: get my money back, money back, have my money returned, get reimbursed, reimburses, receive a refund, give me a refund, give a refund, issue a refund, issue refunds, claim a refund, refund my money, refund me, refund the money, refund the cost, pay me back, paid back, pay back my money, get refunded, my cash back, recoup, recover my money, money returned, return my money, return the money, give the money back, reclaim, claim back, get back the money, get the money back, get money back
    cost: how expensive is, how expensive are, how expensive, what price, prices, at what price, what is the price of, what's the price of, what does it cost to, how much money, what do you charge, what do you charge for, how much do you charge for, how much do you charge, how much will i pay, how much do i pay, how much must i pay, how much do i have to pay, how much would i have to pay, what do i pay for, what do i pay, what will it cost, how much is it, how much are, how much is, how much does, how much will, how much would it cost, the cost of, charges, fees, pricing for, surcharge, rates for, costing, price tag, costly is, what are the charges, what's the charge, what are the fees, what fees, is there a charge for, is there a fee for, do you charge for, is there a cost
    free: cost nothing, costs nothing, for nothing, at no extra cost, no extra cost, no extra charge, at no extra charge, at no additional cost, without charge, without paying, without cost, without a fee, no fee, for free, free of cost, cost-free, no-charge, don't have to pay for, not charged for
    discount: cut in price, markdown, price cut, price reductions, deal, deals, special offer, special offers, special price, lower price, cheaper price, reduction, percentage off, concession, concessions, concessionary, savings on
    coupon: coupons, code for a discount, discount voucher, discount vouchers, promotion code, voucher codes, promo
    giftcard: gift cards, gift vouchers, store card credit, gift token
    invoice: invoices, bills, billing statement, bill statement, invoicing
    receipt: receipts, purchase receipt, sales slip, till receipt, sales receipt
    statement: statement, bank statement, account statement, statement of account
    pay: pay for, make a payment, make payment, making a payment, make payments, payable, settle up, settle my bill, send payment, submit payment, pay off, paying off, clear my balance, pay up
    payment method: ways i can pay, ways can i pay, ways to make a payment, what can i pay with, how can i pay, how do i pay, how may i pay, how can payment be made, accepted payments, which payments, types of payment, payment types, kinds of payment, payment option, mode of payment, modes of payment, payment forms, what forms of payment, what kinds of payment, which cards do you take, what payment do you accept
    instalment: pay monthly, in parts, in portions, spread the cost, spread the payments, spread the payment, spread payments, spread out the payments, spread the cost over, payment plan, payment plans, pay over time, pay in stages, split the payment, split payments, partial payments, instalment plan, installment plan, hire purchase, in stages, split the bill into
    directdebit: direct debit, direct debits, bank debit
    standingorder: standing order, standing orders, recurring transfer, repeat payment, recurring payment
    deposit: security deposit, down payment, downpayment
    depositmoney: deposit money, put money in, put money into, paying in, pay cash in, pay money in, deposit cash, pay money into, put cash in, add money to, add money
    withdraw: withdrawing, withdrawals, take money out, take out money, take out cash, get cash out, draw money, draw cash, draw out, get money out, taking out cash, pull out money
    balance: account balance, how much money is in, how much is in, how much money do i have in
    transfer: transferring, transfers, send money, sending money, money transfer, bank transfer, wire transfer, wire, wire money, move money, moving money, remit, remittance, transfer money, transfer funds, funds transfer, move funds
    money: funds, sum of money
    exchangerate: exchange rate, rate of exchange, conversion rate, currency rate, exchange rates
    currency: currency, currencies
    foreigncurrency: foreign currency, foreign currencies, foreign money
    interest: interest, interest rate, rate of interest
    overdraft: overdraft, overdrawn, overdraw
    savings: savings account, saving account, savings accounts
    checking: current account, checking account, everyday account
    jointaccount: joint account, shared account, account together
    bank: bank, banks
    branch: branches, bank branch, local branch
    card: cards, payment card, plastic
    creditcard: credit cards
    debitcard: debit cards
    bankcard: cash card, atm card, bank cards
    virtualcard: virtual card, virtual cards, digital card, disposable card
    contactless: contactless, tap to pay, tap and pay, tap-to-pay
    pin: pins, pin code, security pin, four-digit code
    cvv: cvv, cvc, security code
    limit: limits, cap, ceiling, upper limit, maximum amount, allowance limit
    cardlimit: spending limit, card limit
    loan: loans, borrow money, borrowing money, personal loan
    repay: pay off a loan, pay off my loan, repay a loan, repay my loan, pay back a loan, pay back my loan, loan repayment
    mortgage: mortgages, house loan
    credit: credit
    creditscore: credit score, credit rating
    debt: debt, debts, arrears, what i owe
    tax: tax return
    taxes: sales tax, value added tax, value-added tax
    fraud: fraud, fraudulent, scam, scammed, scammer, swindle
    unknowncharge: unknown charge, unrecognised charge, unrecognized charge, charge i don't recognise, charge i don't recognize, payment i don't recognise, payment i don't recognize, unfamiliar charge, strange charge, transaction i don't recognise, transaction i don't recognize
    pay: transaction, transactions
    pending: pending, still processing, not yet processed
    duplicate: charged twice, double charged, billed twice, double charge, double-charged, paid twice, two charges, charged two times, charged double, duplicate charge
    overcharge: overcharged, charged too much, charged more, overbilled, billed too much, overcharge, too high a charge
    insure: insured, insurance cover, insurance policy, insurance policies, insurances, insurer, insuring
    cover: covers, covering, covered, insured against, include cover for, pay out for, pays out for, protect against, protected against
    excluded: not covered, not insured, excluded from cover, excluded, aren't covered, isn't covered
    claim: claims, insurance claim, make a claim, making a claim, file a claim, filing a claim, put in a claim, submit a claim, lodge a claim, start a claim, claim on my insurance, claim on my policy, claiming on
    report claim: report a loss, report damage, notify a claim
    premium: premiums, insurance premium
    excess: deductibles, own contribution, self-insured amount
    beneficiary: beneficiary, beneficiaries, payee, payees, recipient
    accident: accident, crash, collision, car crash
    breakdown: break down, breaks down, broke down, breakdown, broken down
    theft: burglary, burgled, burglar, robbed, robbery
    fire: fire
    flood: flood, flooding, floods, flooded
    legal: legal, lawful
    lawyer: lawyer, solicitor, attorney
    tip: tipping, tips
    pension: pension, retirement plan
    salary: salary, wage, wages, paycheck, pay check
    invest: invest, investment, investing
    shares: shares, stocks
    budget: budget
    atm: atms, cash dispenser, cash machines, cashpoints, cash points, automated teller
    chargeback: chargeback
    iban: bank account number
    latefee: late fee, late payment fee, late charge, fee for late payment, fee for paying late, penalty for late payment, penalty for paying late, late payment charge
    cancelfee: cancellation fee, cancellation charge, fee for cancelling, fee for canceling, charge for cancelling, charge for canceling, cost of cancelling, cost to cancel, penalty for cancelling
    terminationfee: exit fee, early termination fee, early exit fee, termination fee
    penalty: penalty, penalties, fine for, fines
    billing address: billing address, invoice address, address on my invoice, address on my bill
    ship address: shipping address, delivery address, address for delivery, ship-to address
    meterreading: meter reading, meter readings, read my meter, reading of my meter, reading of the meter
    meter: meter
    electricity: electricity, electric, power supply, electrical power
    gas: gas
    petrol: petrol, gasoline, fuel
    water: water
    heating: heating, heat, heater
    powercut: power cut, power outage, blackout, power failure, outage of electricity, electricity goes off
    outage: outage, outages, service interruption, service disruption, disruption
    supplier: supplier, utility company, utility provider
    provider: provider, carrier, operator, network operator
    energy: energy
    usage: usage, consumption
    solar: solar, photovoltaic
    budgetbilling: budget billing
`
