/** Hindi, in its own letters and in those of Latin and of Urdu, in which small Whispers write it. */
import { behind, optional, phrases } from './phrases.ts';
import type { WordLists } from './word-lists.ts';

/** Called out at what is heard, good or bad. */
const CALLS = phrases(
  `हे भगवान, अरे भगवान, भगवान, हे राम, बाप रे, अरे बाप रे, अरे वाह, वाह भाई, क्या बात है, क्या बात, कमाल है, कमाल हो गया, यक़ीन नहीं होता, hey bhagwan, he bhagwan, hai ram, are wah, arre wah, baap re, are baap re, kya baat hai, kamaal hai`,
);
const PRAISE = behind(
  optional('बहुत, बहुत ही, बड़ा, बड़ी, कितना, यह बहुत, ये बहुत, ये तो बहुत, यह तो'),
  phrases('अच्छा, बढ़िया, दिलचस्प, मज़ेदार, सुंदर, ख़ूबसूरत, अजीब, कमाल, शानदार, ग़ज़ब, दुखद, सही'),
  optional('है, है न'),
);

export const HI: WordLists = {
  knowsShortWords: true,
  sounds: /^(u+h*m*|e+h*m*|a+h+|o+h+|h+u*m+|m+h*m*|अ+ं?|आ+ह?|उ+म्?म*|हम्+म*|ऊ+ँ?|ओ+ह?|अरे|arre|are)$/,
  stops: phrases(
    `रुको, रुकिए, रुकिये, रुकें, रुक, रुक जाओ, रुक जाइए, रुक जा, रुक जाएँ, ज़रा रुको, थोड़ा रुको, अभी रुको, रुको ज़रा, बस, बस करो, बस कीजिए, बस करिए, बस कर, बस भी करो, बस इतना ही, बस हो गया, चुप, चुप रहो, चुप हो जाओ, चुप हो जा, चुप करो, चुप रहिए, चुप हो जाइए, शांत, शांत रहो, शांत हो जाओ, ख़ामोश, ख़ामोश रहो,
     ठहरो, ठहरिए, ठहर जाओ, एक मिनट, एक सेकंड, एक मिनट रुको, एक मिनट रुकिए, एक सेकंड रुको, एक पल, एक पल रुको, बंद करो, बंद करिए, बंद कीजिए, बंद कर, बंद कर दो, बंद हो जाओ, बोलना बंद करो, बोलना बंद कीजिए, बात करना बंद करो, बात करना बंद कीजिए, पढ़ना बंद करो, मत बोलो, और मत बोलो, कुछ मत बोलो, आगे मत बोलो, काफ़ी है, इतना काफ़ी है, बहुत हुआ, बहुत हो गया, हो गया, छोड़ो, छोड़िए, छोड़ दो,
     रहने दो, रहने दीजिए, जाने दो, जाने दीजिए, कोई बात नहीं, रद्द करो, कैंसल करो, कैंसल, स्टॉप, स्टॉप करो, पॉज़, पॉज़ करो, इंतज़ार करो, प्रतीक्षा करो, रुक सकते हो, रुक सकते हैं, रुक सकती हो, रुक सकती हैं, चुप हो सकते हो, चुप हो सकते हैं, चुप रह सकते हो, चुप रह सकते हैं, बंद कर सकते हो, बंद कर सकते हैं, बोलना बंद कर सकते हो, बोलना बंद कर सकते हैं,
     ruko, rukie, rukiye, ruk, ruk jao, ruk jaiye, ruk ja, zara ruko, thoda ruko, bas, bas karo, bas kijiye, bas kar, bas ho gaya, chup, chup raho, chup ho jao, chup karo, shant, khamosh, thehro, thahro, ek minute, ek minat, ek second, ek minute ruko, band karo, band kijiye, bolna band karo, mat bolo, kafi hai, kaafi hai, bahut ho gaya, ho gaya, chhodo, chodo, rehne do, rahne do, jane do, koi baat nahi, stop, pause, cancel,
     رکو, رکیے, رکیں, رک جاؤ, رک جائیں, ذرا رکو, بس, بس کرو, بس کیجیے, بس ہو گیا, بہت ہو گیا, ہو گیا, چپ, چپ رہو, چپ کرو, چپ ہو جاؤ, خاموش, خاموش رہو, ٹھہرو, ٹھہریے, ایک منٹ, ایک سیکنڈ, ایک منٹ رکو, بند کرو, بند کیجیے, بولنا بند کرو, مت بولو, کافی ہے, چھوڑو, چھوڑ دو, رہنے دو, جانے دو, کوئی بات نہیں`,
  ),
  courtesies: [
    ...CALLS,
    ...phrases(
      `नहीं, ना, क्या तुम, क्या आप, तुम, आप, मैंने कहा, मैंने कहा न, कृपया, प्लीज़, धन्यवाद, शुक्रिया, माफ़ करना, माफ़ करो, माफ़ कीजिए, सॉरी, अरे, अरे यार, सुनो, सुनिए, पार्ले, पार्ली, अब, अभी, ज़रा, थोड़ा, ठीक है, अच्छा, और, लेकिन, जी, यार, भाई, तो, हाँ, वहीं, यहीं, भी, ही,
     nahi, nahin, na, please, dhanyavaad, dhanyavad, shukriya, maaf karna, sorry, are, arre, suno, suniye, parley, ab, abhi, zara, thoda, theek hai, thik hai, accha, acha, achha, aur, lekin, ji, yaar, bhai, to, haan, okay, ok,
     نہیں, نا, پلیز, شکریہ, معاف کرنا, سوری, ارے, سنو, سنیے, اب, ابھی, ذرا, تھوڑا, ٹھیک ہے, اچھا, اور, لیکن, جی, یار, بھائی, تو, ہاں, اوکے`,
    ),
  ],
  meant: phrases(
    `नहीं, ना, नमस्ते, हैलो, मदद, बचाओ, क्यों, क्या, कौन, कैसे, कैसा, कब, कहाँ, कौनसा, कौन सा, कितना, कितने, कितनी, फिर से, दोबारा, एक बार और, दोहराओ, दोहराइए, और, आगे, अगला, पीछे, पिछला, ज़ोर से, धीरे, तेज़, धीरे बोलो, धन्यवाद, शुक्रिया, अलविदा, माफ़ी, शायद, कभी नहीं, हमेशा, आज, कल, परसों,
     एक, दो, तीन, चार, पाँच, छह, सात, आठ, नौ, दस, nahi, nahin, na, namaste, hello, madad, kyon, kyun, kya, kaun, kaise, kab, kahan, kitna, kitne, phir se, dobara, aur, aage, agla, peeche, dheere, tez, dhanyavaad, shukriya, alvida, shayad, ek, do, teen, char, paanch, panch, chhah, saat, aath, nau, das, aaj, kal,
     نہیں, نا, نمستے, ہیلو, مدد, بچاؤ, کیوں, کیا, کون, کیسے, کب, کہاں, کتنا, کتنے, پھر سے, دوبارہ, اور, آگے, پیچھے, زور سے, دھیرے, شکریہ, الوداع, شاید, ہمیشہ, آج, کل, ایک, دو, تین, چار, پانچ, چھ, سات, آٹھ, نو, دس`,
  ),
  fillers: phrases(
    'अ, अं, आ, उम, उम्म, हम्म, ऊँ, ओह, मतलब, तो, वो, यानी, um, uh, hmm, hm, mm, matlab, to, woh, vo, yaani, yani, ام, ہم, اوہ, مطلب, تو, وہ, یعنی',
  ),
  backchannels: [
    ...phrases(
      `हाँ, हां, हाँ जी, जी, जी हाँ, हूँ, हूं, हम्म, अच्छा, अच्छा जी, ठीक, ठीक है, सही, सही है, सही बात है, बिल्कुल, बिलकुल, समझ गया, समझ गई, समझा, समझी, पता है, मालूम है, ओके, वाह, सच, सच में, सचमुच, बढ़िया, बहुत अच्छा, बहुत बढ़िया, बहुत खूब, कमाल है, बोलो, बोलिए, बोलते रहो, आगे बोलो, आगे बोलिए, आगे बताओ, आगे बताइए, सही कहा, जारी रखो, जारी रखिए, दिलचस्प, ज़रूर, बेशक,
     haan, han, haa, ha, haan ji, ji, ji haan, hmm, hoon, accha, acha, achha, theek, thik, theek hai, thik hai, sahi, sahi hai, bilkul, samajh gaya, samajh gayi, samjha, ok, okay, wah, sach, sach mein, badhiya, bahut accha, bolo, boliye, zaroor,
     ہاں, ہاں جی, جی, جی ہاں, ہوں, اچھا, ٹھیک, ٹھیک ہے, صحیح, صحیح ہے, بالکل, سمجھ گیا, سمجھ گئی, پتا ہے, اوکے, واہ, سچ, سچ میں, بہت اچھا, بولو, بولیے, ضرور, मुझे पता है, मुझे मालूम है, मुझे पता था, मुझे नहीं पता था, ठीक है फिर, तो ठीक है, चलो ठीक है, समझ में आया, समझ आया, मैं समझ गया, मैं समझ गई, मत रुको, रुको मत, mujhe pata hai, mujhe malum hai, theek hai phir, thik hai phir, مجھے پتا ہے, ٹھیک ہے پھر`,
    ),
    ...CALLS,
    ...PRAISE,
  ],
  assents: phrases(`हाँ, हां, जी, जी हाँ, जी हां, ठीक है, ठीक, बिलकुल, बिल्कुल, ज़रूर, जरूर, कर दो, कर दीजिए, करो, कीजिए, ओके, चलो, हाँ करो,
     haan, han, haan ji, ji, ji haan, theek hai, thik hai, theek, bilkul, zaroor, kar do, karo, kijiye, ok, okay, chalo, ہاں, ہاں جی, جی, جی ہاں, ٹھیک ہے, ٹھیک, بالکل, ضرور, کر دو, کرو, کیجیے, اوکے`),
  denials: phrases(`नहीं, नही, ना, जी नहीं, मत करो, मत कीजिए, अभी नहीं, रहने दो, रहने दीजिए, बिलकुल नहीं, बिल्कुल नहीं,
     nahi, nahin, na, ji nahi, mat karo, abhi nahi, rehne do, rahne do, bilkul nahi, نہیں, نا, جی نہیں, مت کرو, ابھی نہیں, رہنے دو, بالکل نہیں`),
  openEndings: phrases(
    `और, या, लेकिन, मगर, पर, कि, क्योंकि, इसलिए, अगर, यदि, जब, तब, जो, जिस, का, के, की, को, से, में, ने, लिए, साथ, एक, मेरा, मेरी, मेरे, तुम्हारा, आपका, आपकी, उसका, उसकी, यह, ये, वह, वो, बहुत, थोड़ा, तो, मैं, हम, तुम, मतलब, aur, ya, lekin, ki, ke, ka, ko, se, mein, me, ne, agar, kyonki, jab, jo, liye, mera, meri, mere, main, bahut, matlab, اور, یا, لیکن, مگر, پر, کہ, کیونکہ, اگر, جب, جو, کا, کی, کے, کو, سے, میں, نے, لیے, میرا, میری, میرے, بہت`,
  ),
  phraseStarts: phrases('और, या, लेकिन, मगर, कि, क्योंकि, जो, जब, तो, अगर, पर, इसलिए'),
};
