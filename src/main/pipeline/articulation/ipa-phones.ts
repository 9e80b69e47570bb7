/** espeak-ng's IPA mnemonics, English and Mandarin, as the project's phones. Knows no time and no sound. */
import { type Phone, phonesOfArpabet } from './arpabet.ts';

// Facts of espeak-ng's phoneme tables (en, cmn). Where one mnemonic begins like another the longer stands first.
const TABLE = `tʃ=CH dʒ=JH ts.=CH tɕ=CH ts=T+S s.=SH ɕ=SH ʐ=ZH ʃ=SH ʒ=ZH aɪɚ=AY+ER aɪə=AY+AH aɪ=AY ai=AY aʊ=AW ɑu=AW eɪ=EY
ei=EY eː=EY oʊ=OW ou=OW əʊ=OW ʌʉ=AW ɔɪ=OY onɡ=UH+NG iou=Y+OW uei=W+EY uai=W+AY iɛ=Y+EH yɛ=W+EH yæ=W+EH iɑ=Y+AA ua=W+AA
uo=W+AO uə=W+AH eə=EH+AH iə=IH+AH oə=AO+AH ɔə=AO+AH ɑə=AA+AH əl=AH+L p=P b=B m=M f=F v=V θ=TH ð=DH t̪=TH t=T d=D ɾ=D ʔ=T
k=K ɡ=G g=G χ=HH x=HH h=HH ŋ=NG n̩=N n=N l=L ɫ=L s=S z=Z ɹ=R r=R ɚ=ER ɜː=ER ɜ=ER ɝ=ER ɑ=AA aa=AA aː=AA a:=AA a=AE æ=AE
ʌ=AH ɐ=AH ɤ=AH ə=AH ɛ=EH e=EH iː=IY i̪=IH i.=IH i=IY ɪ=IH ᵻ=IH j=Y ʲ=Y y=UW ɔː=AO ɔ=AO ɒ=AO o=OW uː=UW ʉ=UW u=UW ʊ=UH
w=W ʍ=W`;

const ENTRIES = TABLE.split(/\s+/).map(entry => {
  const [key, value] = entry.split('=') as [string, string];
  return { key, arpabet: value.split('+') };
});
const ASPIRATED = new Set(['P', 'T', 'K', 'CH', 'S']);

/** One IPA mnemonic (stress and tone marks allowed) as single phones; [] when it holds none, for example a tone mark alone. */
export const phonesOfIpa = (mnemonic: string): readonly Phone[] => {
  const found: string[] = [];
  let rest = mnemonic;
  while (rest.length > 0) {
    const entry = ENTRIES.find(({ key }) => rest.startsWith(key));
    if (!entry) {
      rest = rest.slice(1); // length, tone and stress marks
      continue;
    }
    found.push(...entry.arpabet);
    rest = rest.slice(entry.key.length);
    if (rest.startsWith('h') && ASPIRATED.has(found.at(-1) ?? '')) rest = rest.slice(1);
  }
  return found.flatMap(phonesOfArpabet);
};
