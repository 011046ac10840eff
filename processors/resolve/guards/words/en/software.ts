/** Software, accounts, telephone and internet, subscriptions. */
export const enSoftware = `
    account: accounts, user accounts, customer account, user profile, online account, login account
    create account: create a new account, creating an account, set up an account, setting up an account, open up an account, opening an account, register an account, register for an account, sign up for an account, start an account, make a new account, new account, get an account, become a customer, become a user, register as a customer, account creation, register as a new user, new user
    delete account: delete my account, deleting my account, close my account, closing my account, remove my account, erase my account, get rid of my account, account deletion, delete an account, delete the account, close down my account, close the account, shut down my account, shut my account, deregister, cancel my account, terminate my account, account closure, closing an account, close an account
    signup: signing up, signed up, registering, registered, registers, joining, joined, joins, become a member, becoming a member, enrolling, enrolled, subscribing, subscribed, get signed up, sign me up
    unsubscribe: unsubscribing, unsubscribed, opt-out, opting out, get off the mailing list, stop receiving emails, stop getting emails, be taken off the mailing list, remove me from the mailing list, stop receiving, stop getting, no longer receive, no longer get, don't want to receive, stop sending me, don't want to get, not receive any more
    login: logging on, logged in, signing in, signed in, log-in, sign-in, get into my account, access my account, get in to my account, accessing my account, enter my account, logon, log back in, log in to
    cantlogin: can't log in, cannot log in, can't sign in, cannot sign in, unable to log in, unable to sign in, locked out, can't get into my account, cannot get into my account, can't access my account, cannot access my account, trouble logging in, problems logging in, problem logging in, login problem, won't let me log in, login doesn't work, login not working, login isn't working, not able to log in, couldn't log in, trouble signing in, locked out of my account
    logout: logging out, logged out, signing out, signed out, log me out, sign-out, log-out
    username: username, user name, login name, user id, screen name
    password: passwords, new password, login password, pass code
    forget: lost my password, don't know my password, can't recall, cannot recall, forgetting, slipped my mind, can not remember, couldn't remember, do not remember, don't recall
    reset: resetting, resets
    reset password: recover my password, restore my password, retrieve my password, get a new password, password recovery, recover a password, password reset, reset a forgotten password, retrieve a password, recover a forgotten password, recovering my password, forgot my password, forgotten my password, forgotten password, forgot password, lost password, lost my password, forget my password, forgetting my password, can't remember my password, cannot remember my password, don't remember my password, forgot the password, forgotten the password, forgot my password how can i reset it, forgotten my password how can i reset it
    change password: update my password, change my password, changing my password, choose a new password, set a new password, set up a new password, pick a new password, new password for my account
    twofactor: two step authentication, two-step authentication, second factor, two-step login, multi-factor authentication, multifactor authentication, 2-step verification, 2 step verification, authenticator, dual authentication
    enable: enabled, enabling, enables, activated, activating, activates, turned on, turning on, switching on, switched on
    disable: disabled, disabling, disables, deactivated, deactivating, turned off, turning off, switching off, switched off
    verify: verifying, verified, confirmation, confirming, validate, validation, prove, authenticate, proof
    identity: identity, who i am
    verify identity: verify my identity, verifying my identity, prove my identity, prove who i am, confirm my identity, identity check, identity verification, proof of identity, identity proof, id check, identify myself, id verification
    verificationcode: verification code, one-time code, one time code, security code sms, otp, confirmation code, one-time password, sms code, access code
    emailverification: verification email, confirmation email, activation email, confirmation mail, activation mail
    change: changes, changed, updating, updated, edits, editing, edited, modified, modifying, altered, amended, correction, corrected, correcting, revise, different, make a change to, make changes to, make a change, make changes
    change address: change of address, new address, moved house, move house, moving house, moved home, moving home, relocate, relocation, relocating, i've moved, i have moved, moved to a new address, moving to a new address, address has changed, my address has changed, address change
    change name: name change, change of name, new name
    change email: new email address, new email, new e-mail address, email change, email address has changed, change my e-mail
    change phone number: new phone number, new number, phone number has changed, number has changed
    phone number: mobile number, cell number, phone no, cell phone number, mobile phone number, telephone numbers
    phone: phones, handset, handsets, telephones, smartphones, mobiles, mobile phones, cell, cellular phone, mobile device
    sim: sim, sim card, sim-card, sim cards, simcard
    esim: esim, e-sim, embedded sim
    keep phone number: keep my number, keep my phone number, keep my old number, port my number, porting my number, take my number with me, transfer my number, bring my number, port in my number, number porting, keep my current number, keep my existing number, keep the same number, retain my number, number portability
    roaming: roaming, data roaming, use my phone abroad, using my phone abroad
    mobiledata: mobile data, cellular data, data allowance, data volume
    text: text message, text messages, sms, texts, text, texting
    voicemail: voicemail, voice mail, mailbox, answerphone, answering machine
    callforwarding: call forwarding, call diversion, forward calls, divert calls, redirect calls, forward my calls, divert my calls, redirect my calls
    callwaiting: call waiting
    calls: calls, phone calls
    hotspot: hotspot, tethering, share my internet
    signal: signal, reception signal, network coverage, mobile coverage, phone reception
    nosignal: no signal, no reception, no network, no service, bad signal, poor signal, weak signal, bad reception, poor reception
    router: router, modem
    wifi: wireless internet, wifi network, wi-fi network, wireless
    wifi password: wifi password, wi-fi password, wifi code, wi-fi code, wifi key, wi-fi key, password for the wifi, wlan password, wireless password, password of my wifi, password for my wifi
    slowinternet: slow internet, internet is slow, internet so slow, slow connection, slow wifi, connection is slow, connection so slow, wifi is slow, internet slow, internet speed is slow, internet too slow
    internet down: internet not working, internet isn't working, internet doesn't work, no internet, internet is down, internet connection doesn't work, internet stopped working, internet drops, internet connection drops, internet does not work, internet connection is down, without internet
    landline: landline, fixed line, home phone, fixed-line
    fibre: fibre, fiber, fibre optic, fiber optic
    speed: speed, bandwidth
    contract: contracts, agreement
    subscription: subscriptions, abonnement
    membership: memberships
    member: member, members
    plan: plans, tariffs, package deal, price plan, pricing plan, rate plan, subscription plan, tier
    switch plan: change my plan, change plan, change plans, switch my plan, switch plans, switch to another plan, change to another plan, change to a different plan, switch to a different plan, move to another plan, move to a different plan, change my tariff, switch my tariff, switch tariff, change tariff, change my subscription plan, change the plan, switching plans, changing plans, plan change
    end: ends, ended, ending, finishes, expires, expired, expiring, terminates, runs out, ran out, lapses, lapsed, become invalid, no longer valid
    noticeperiod: notice period, period of notice, how much notice, cancellation period, how far in advance do i have to cancel, how far ahead do i have to cancel, how much notice do i have to give
    minimumterm: minimum term, minimum contract term, minimum contract period, minimum contract length, minimum duration, minimum commitment, contract length, length of the contract, how long is the contract
    trial: free trial, trial period, trial version, test period, try for free, try it for free, try before, trial month, trials, try out
    autorenewal: auto-renews, renews itself, renew itself, renewed automatically, automatic renewals, renewal is automatic, renewed by itself, renew on its own
    renew: renewed, renewing, renewals
    extend: extended, extending, extensions, lengthen, longer
    pause: paused, pausing, put on hold, take a break from, hold my subscription, suspended, suspending, suspension, freeze my membership, freeze my subscription, put on pause, hold on my, temporarily stop
    resume: resumed, resuming, restart, reactivate, reactivation, continue my, take up again, restarting, reactivating
    cancel subscription: cancel my subscription, cancelling my subscription, canceling my subscription, end my subscription, stop my subscription, terminate my subscription, cancel a subscription, cancel the subscription, ending my subscription, get out of my subscription, quit my subscription, give up my subscription, discontinue my subscription, unsubscribe from my plan, subscription cancellation
    cancel contract: cancel my contract, end my contract, terminate my contract, cancel the contract, end the contract, terminate the contract, get out of my contract, get out of the contract, leave my contract, ending my contract, terminating my contract, contract termination, contract cancellation, quit my contract
    cancel membership: cancel my membership, end my membership, terminate my membership, cancel the membership, quit my membership, leave the club, give up my membership, membership cancellation, stop being a member
    cancel: cancelled, canceled, cancelling, canceling, cancels, cancellations, cancelable, cancellable, withdraw from, back out, back out of, pull out of, revoke, drop my
    app: apps, mobile app, phone app, smartphone app, on the app
    install: installed, installing, installs, set up the app
    download: downloaded, downloading, downloads, save to my computer
    upload: uploaded, uploading, uploads
    update: software update, firmware update, latest version, newest version, new version
    updatesoftware: update the app, update my app, update the software, update software, upgrade the software
    sync: sync, synchronise, synchronize, syncing, synchronising, synchronizing, synchronisation, synchronization, in sync
    backup: backup, back up, back-up, backups, backing up, backed up, safety copy
    restore: restore, recover, get back, restored, restoring, recovery, undelete, retrieve, bring back deleted, recovering, recovered
    overwrite: overwrite, override, overwritten, overwriting, write over
    save: save, saved, saving
    share: share, sharing, shared
    sharewith: share with, sharing with
    invite: invite, invitation, inviting, invited, invites
    user: user, users
    adduser: add a user, add users, add another user, add a new user, invite a user, invite users, add a member, add a team member, add team members, invite team members, add colleagues, invite a colleague, invite colleagues, add a colleague, invite a team member, add people to my team
    removeuser: remove a user, delete a user, remove users, remove a member, remove a team member, kick out a user, remove someone from
    admin: admin, administrator, admins
    owner: owner, ownership
    permissions: permission settings, access rights, user rights, user permissions, permissions, access level
    role: role, roles
    team: team, workspace, teams
    licence: seat licence, licences, licenses, licensing
    integrate: integrate, integration, integrations, integrating, integrated
    api: api, programming interface
    plugin: plugin, plug-in, add-on, extension software, addon, plugins
    browser: browser, web browser
    cookies: cookies, cookie
    cache: cache
    language: language, languages
    darkmode: dark mode, dark theme, night mode
    settings: settings, setting, preferences, configuration, configure, set my
    screen: screen, monitor screen
    display: displays, shown on
    keyboard: keyboard
    mouse: mouse
    printer: printer
    print: printed, printing, print out, printout
    scan: scan, scanning
    qr: qr code, qr-code
    crash: crashes, crashing, keeps crashing, keep crashing, freezes, keeps freezing, hangs, closes by itself
    error: error, errors, error message, error messages
    bug: bug, bugs, glitch, glitches
    slow: slow, slowly, sluggish, laggy
    offline: offline, without an internet connection, without internet connection, with no internet, with no internet connection, without the internet, not online, without being online
    online: over the web, via the internet, via the website, through the website, through your website, through the internet, via your website, over the net, digitally, electronically
    website: websites, web page, home page, homepage, webpages
    link: link, url, hyperlink
    profile: profile
    profilepicture: profile picture, profile photo, avatar, profile pic, profile image
    photo: photos, photographs, pictures, image, images, pics
    video: video, videos, clip, clips
    movie: movie, film, movies, films
    series: series, tv show, tv shows, shows
    watch: watch, stream, streaming, watching
    listen: listen, play
    music: music, songs, song, tracks
    subtitles: subtitles, captions, closed captions
    parentalcontrols: parental controls, parental control, child lock, child protection, kids mode, child safety
    settopbox: set-top box, set top box, receiver box, tv box, cable box
    remotecontrol: remote control, remote, tv remote
    channel: channel, channels
    email: mail, mails, e-mails, mailed
    newsletter: newsletters, mailing list, marketing emails, marketing mails, promotional emails, advertising emails, advertising mails, marketing messages, promo emails
    spam: spam, junk mail, junk, spam folder
    notification: notifications, alerts, push notifications, reminders, push notification, push alerts
    reminder: reminder, remind
    advert: advert, ad, ads, advertisement, advertisements, advertising, adverts, commercials
    file: file
    folder: folder, directory, folders
    document: documents, documentation
    spreadsheet: spreadsheet, excel, excel file, excel sheet
    pdf: pdf, pdf file
    csv: csv, csv file
    data: my data
    exportdata: export my data, download my data, export all my data, copy of my data, get my data out, take out my data, data export
    storage: storage, storage space, disk space, space, memory
    privacy: privacy, privacy policy, data protection, data privacy, gdpr
    personaldata: personal details, private data, my details, customer data, my personal info
    secure: secured, protected, safely stored, safety
    hack: hacked, hack, hacker, hackers, compromised, broken into, breached, hacking
    virus: virus, malware
    encrypt: encrypted, encrypts
    payments: autopay, auto-pay, automatic payments, automatic payment
    delete: deleted, deleting, deletes, wipe, erased, erasing, trash, removes permanently
    delete: clear, removed, removing, removes, take out of, taken off, take away, clear
    add: added, adding, adds, additional
    hide: hidden, hiding, hides, make invisible
    show: shows up as, displayed
    connect: connected, connecting, connects, connections, paired, pairing, pairs, linked, linking, links up, hooking up, attach
    disconnect: disconnected, disconnecting, unpaired, unlinked, detach
    bluetooth: bluetooth
    device: devices, gadgets, equipment, appliance, appliances
    computer: computers, pcs
    laptop: laptops, notebooks
    tablet: tablet, tablets
    tv: tvs, televisions, tv set, television set
    compatible: compatible, compatibility, work together with
    require: require, requires, prerequisite, prerequisites, requirements, system requirements
    support: technical support, tech support, tech help
    service: customer support team, support staff, service desk, support desk, customer-service, customer helpline, support line, hotline, service hotline, customer assistance, your support
    contact: contacting, contacted, get in contact with, get in contact, getting in touch, reach out to, reach out, reached, reaching, get ahold of, contact details, how to reach
    agent: real human, live person, real people, actual human, someone real, live representative, human support, human assistance, human operator, staff, employee, live support, customer representative, member of staff, customer service rep, rep, support agent, customer support agent, service agent, customer service representative
    talk: talking, speaking, chatting, talks, speak with, speak to, talk to, talk with, chat with
    livechat: live chat, online chat, chat support, web chat
    callback: callback, call back, call me back, ring me back, phone me back, return call, be called back
    complaint: complaints, complaining, lodge a complaint, make a complaint, file a complaint, submit a complaint, raise a complaint, express dissatisfaction, grievance, register a complaint, put in a complaint
    ticketsupport: support ticket, open a ticket, trouble ticket
`
