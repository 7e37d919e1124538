/**
 * Words that tell why a file name is not harmless, folded (`foldWord`). The verdict does not hang on them: a word that is
 * neither here nor in `harmless-words.ts` counts as personal too.
 */
import { foldedWords } from './fold-word.ts'

const given = `aaron ada adam adrian agnieszka ahmed aisha alan albert alejandro alessandro alex alexander alexandra alexia alfred ali
  alice alina amelie amir amy ana anastasia andre andrea andreas andrei andrew andrzej angela anita anja ann anna anne annette
  antje anton antonia antonio arne arthur astrid aylin ayse barbara bartosz beata beatrice ben benedikt benjamin bernd birgit bjorn
  boris brigitte bruno camille carla carlos carmen caroline catherine cedric celine cem charles charlotte chiara chloe christian
  christina christine christoph christopher claire clara claudia clemens constantin cristina dagmar damian daniel daniela david
  deborah denis diana diego dieter dirk dominik donald doris dorothea edith eduard edward elena eleonora elif elisabeth elizabeth
  elke ella elsa emil emily emine emma emmanuel enrico eric erik erika ernst esra esther eugen eva ewa fabian fabio fatima fatma
  federico felix ferdinand fernando filip florence florian francesca francesco franck francois frank franz fred frederic freya
  friedrich gabriel gabriela gabriele george georg gerard gerhard gertrud giovanni giulia giuseppe gisela grace greta grzegorz
  guenter guido guillaume gustav hakan hanna hannah hans harald harry hasan heike heinrich heinz helena helene helga helmut henri
  henrik herbert hermann holger horst hubert hugo hussein ian ibrahim ilse ines inga ingrid irene iris isabel isabelle ivan jack
  jacob jacques jakub james jane janina jasmin jason javier jean jennifer jens jerome jessica jerzy joachim joan joanna joao johan
  johann johanna johannes john jonas jorg jose josef joseph juan judith julia julian julie jurgen justyna jutta karin karl karol
  katarzyna kate katharina kathrin katja katrin kenneth kerstin kevin kim klaus konrad krystyna krzysztof lara lars laura laurent
  lea leila lena leo leon leonie liam lina linda lisa lorenzo louis louise luca lucas lucia lucie ludwig luis luisa lukas maciej
  magdalena malgorzata manfred manuel manuela marc marcel marcin marco marek margaret maria marie marina mario marion markus marta
  martha martin martina mary mateusz mathias matteo matthias maurice max maximilian maya mehmet melanie mia michael michal michel
  miguel mila miriam mohamed mohammed monika moritz muhammad murat mustafa nadia nadine natalie natalia nathalie niclas nicolas
  nicole nikolaus nils nina noah nora norbert olaf olga oliver olivia omar oscar oskar otto pablo patricia patrick paul paula pauline
  pedro peter petra philip philippe pierre piotr rachel rafael rainer ralf raphael raul rebecca regina rene renate ricardo richard
  rita robert roberto roland rolf roman rosa ruth sabine samuel sandra sandrine sara sarah sebastian selin sergio silke silvia simon
  simone sofia sonja sophia sophie stefan stefanie steffen stephan stephanie steven susan susanne sven svenja sylvia tanja teresa
  theo theresa thierry thomas thorsten tim tobias tom tomasz torsten udo ulrich ulrike ursula ute uwe valentina valerie vanessa
  vera verena veronika victor viktor vincent wanda werner wiktor wilhelm william wojciech wolfgang xavier yannick yasmin yusuf yves
  yvonne zeynep zoe zofia`

const surnames = `adams allen andersen anderson aydin bach bauer baumann beck becker berger bernard bianchi böhm bonnet bosch brandt braun
  brown busch campbell carter celik clark collins conti costa curie davies davis dekker demir diaz dietrich dijkstra doe dubois dupont
  durand einstein erdogan esposito evans fernandez ferrari fischer fontana fournier friedrich fuchs garcia garnier gauss gomez
  gonzalez graf greco green hahn hall hansen harris hartmann heinrich hernandez herrmann hoffmann hofmann hopper hughes huber
  jackson jansen janssen jimenez johansson johnson jones jung kaiser kaminski kaya keller klein koch kohler konig kovac kovalenko
  kowalczyk kowalski kramer kraus krause kruger kuhn lang lange larsen larsson laurent lefebvre lehmann leroy lewandowski lewis
  lopez lorenz lovelace ludwig maier mancini marino martinez mayer mazur meier mercier meyer miller mitchell moller moore morales
  moreau moreno moretti morgan morris muller mustermann muñoz neumann nguyen nielsen noether novak nowak olsen olsson ozturk parker
  pedersen perez peters petersen petit pfeiffer phillips pohl ramirez ramos ricci richter roberts robinson rodriguez romano romero
  rossi roussel ruiz russo sahin sanchez sanders santos sauer schafer scherer schmid schmidt schmitt schmitz schneider scholz
  schreiber schroder schubert schulte schulz schulze schumacher schuster schwarz seidel silva simon singh smit smith sommer stein
  svensson szymanski taylor thompson torres turner vasquez visser vogel vogt wagner walker walter weber weiss werner white williams
  wilson winkler winter wisniewski wojcik wolff wood wright wozniak yildirim yildiz yilmaz young zielinski zimmermann`

/** Beginnings and middles of words, four languages and more: work, health, family, law, belief, money troubles. */
const exact = `aids arzt child children cv dna haft hiv kind kinder lohn paie quit race resume sex sick strike union visa wage
  witness zeugnis debt tod`

const stems = `abmahn absence abuse accident adopt allerg anorex apologi appeal applican applicat appraisal arbeitsunfahig arrest arret 
  asyl asylum attest autis bankrupt befund behind beschwerd bewerb bipolar biometr blood burnout cancer candidat cardiol chemo 
  chirurg chorob church ciaza clinic complain condamn confess convict coronav court covid criminal custod death
  deces demenz dement demission denunc depress despid detention diabet diagnos dimission disab disciplin disease dismiss divor doctor
  doenca dolegl drug emeryt enferm entgelt entlass entzug epilep erbe erbschaft ethnic evict fired firing fraud fristlos garnish
  gebrech gehalt geburt genetic gericht gesund gewerkschaft gravid grievance grossesse handicap harass haftpflicht heirat hospital
  hospit illness infarkt inherit insolv invalid jubil justice karny kidney kinder klage klinik krank krebs kuendig kundig laborwert layoff
  lawsuit lebenslauf leukam licenzia licenci loonstrook maladi malatt marriage matern medic medikament mental misconduct miscarr mutter
  nachlass nomina notenspiegel offence offense oncolog ontslag ordonnan osteo parental patern patient payroll payslip pension
  pensj pfand pflege plainte police politic polizei pregnan prescri prison probation psych punish 
  radiolog redundan rehab relig rente resign rezept ricett rozwod salar salaire sante scheidung schufa schuld schwanger sehtest
  seizur sentenc sexual sicklist sindac sollicit steuer sterbe stipend straf suicid sueldo surgery surgeon suspension
  syndic syndrom termina testament therap tumor todes trauma treatment trisom tuberk unfall unterhalt urteil vaccin verdict vorstraf
  warning wedding wynagrodz wypowiedz zdrow ziek zwanger zwolnien uppsag sjuk hastalik istifa saglik`

export const personalNames: ReadonlySet<string> = new Set([given, surnames].flatMap(foldedWords))
const delicateWords: ReadonlySet<string> = new Set(foldedWords(exact))
const delicateStems = stems.trim().split(/\s+/)

/** For a folded word that is not harmless: whether it speaks of something delicate. */
export function isDelicate(word: string): boolean {
  return delicateWords.has(word) || delicateStems.some(stem => word.includes(stem))
}
