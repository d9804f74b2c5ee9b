/** Passwords of eight characters and more that are tried first everywhere. Lower case: a capital letter does not save them. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
  00000000 000000000 0000000000 01234567 012345678 0123456789 0987654321 10101010 11111111 111111111 1111111111 11112222
  11223344 1122334455 12121212 12341234 12344321 1234512345 123456123456 12345678 123456789 1234567890 12345678910
  123456789a 123456789q 12345678a 12345678q 1234567a 1234567q 1234abcd 1234qwer 123123123 123123abc 123321123 123qweasd
  123qweasdzxc 147258369 159753456 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz1qaz 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 20002000
  20202020 22222222 33333333 44444444 55555555 66666666 77777777 87654321 88888888 987654321 9876543210 99999999 999999999
  a1234567 a12345678 a123456789 a1b2c3d4 aa123456 aa12345678 aaaaaaaa abc12345 abc123456 abcd1234 abcd12345 abcdefgh
  abcdefg1 abcdefghi admin123 admin1234 admin12345 administrator alexander asdasdasd asdf1234 asdfasdf asdfghjk asdfghjkl
  azertyuiop babygirl1 baseball baseball1 basketball batman123 blink182 bullshit butterfly changeme changeme1 changeme123
  charlie1 chocolate computer computer1 corvette courage1 danielle december default1 dragon123 elephant facebook
  fantastic football football1 forever1 freedom1 friends1 fuckyou1 fuckyou123 gfhjkmgfhjkm goodluck hallo123 hello123
  hello1234 helloworld iloveyou iloveyou1 iloveyou2 iloveyou123 internet jennifer jessica1 jordan23 justin123 kennwort
  letmein1 letmein123 liverpool liverpool1 loveyou1 lovelove manchester marlboro maverick mercedes metallica michael1
  midnight monkey123 motdepasse mustang1 myspace1 mypassword naruto123 nicholas nothing1 p4ssw0rd p@ssw0rd p@ssword
  pa55word pass1234 passport passw0rd passw0rd1 passwd123 password password! password0 password01 password1 password1!
  password12 password123 password1234 password2 password3 passwort passwort1 patrick1 pokemon1 pokemon123 princess
  princess1 q1w2e3r4 q1w2e3r4t5 qazwsx123 qazwsxedc qazxswedc qq123456 qwe123456 qweasdzxc qweqweqwe qwer1234 qwert12345
  qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwertyui qwertyuiop qwertz123 qwertzuiop red123456 royal123
  samantha scorpion secret123 security september slipknot snowball soccer123 spiderman srinivas starwars starwars1
  strongpassword summer123 sunshine sunshine1 superman superman1 superstar survivor test1234 test12345 testtest
  testpassword thomas123 tinkerbell trustno1 trustnoone undertaker unknown1 victoria w1234567 welcome1 welcome12
  welcome123 welcome1234 whatever whatever1 william1 wordpass yellow12 zaq12wsx zaq1zaq1 zxcvbnm1 zxcvbnm123 zxcvbnmm
  zzzzzzzz
  `
    .trim()
    .split(/\s+/),
);
