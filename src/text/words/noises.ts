/** Words for what is heard and not said, as subtitles describe it: how they begin, in whatever language. */
const BEGINNINGS =
  `laugh chuckl giggl cough sneez sniff sigh gasp groan moan yawn sob crying clap applau cheering music singing humming whistl bark meow chirp rustl
  click clack typing keyboard knocking bang thud crash beep buzz ringing chime siren honk revving footstep slam creak whoosh static noise silence inaudible unintelligible indistinct
  mumbl mutter whisper chatter crosstalk gunshot scream screech squeal breathing inhal exhal burp hiccup gulp slurp playing speaking clears clearing blank_audio
  risa ríe aplaus música tos tose suspir silencio ruido llora ladrid teclado inaudibl carraspe
  rire rires applaudissement musique toux tousse soupir bruit pleurs
  risat ridono applaus tosse sospir silenzio rumor
  risos riso suspiro silêncio ruído barulho inaudível palmas
  lacht lachen gelächter musik hust seufz stille geräusch räusper niest klatsch beifall unverständlich gemurmel
  muziek gelach śmiech muzyk oklaski kaszel müzik gülme alkış смех смеётся музык аплодисмент кашель вздох шум тишин
  हँसी हंसी संगीत तालियाँ खाँसी موسيقى ضحك تصفيق سعال 웃음 음악 박수 기침`
    .split(/\s+/)
    .join('|');
/** Where words stand without spaces they may be anywhere. */
const UNSPACED = '笑|音楽|拍手|咳|無音|沈黙|音乐|音樂|掌声|掌聲|叹气|噪音|沉默|หัวเราะ|ดนตรี|เสียงปรบมือ';
const NOISE = new RegExp(String.raw`(?<![\p{L}\p{M}])(?:${BEGINNINGS})|${UNSPACED}`, 'iu');

/** Whether a description names a sound that nobody says: "keyboard clicking". */
export function namesNoise(description: string): boolean {
  return NOISE.test(description);
}
