/** What people of `export.csv` are made of: the usual names first, since `Dice.skewed` takes those more often. */
export interface Country {
  readonly code: string
  readonly currency: string
  /** Digits of an IBAN after its two check digits. */
  readonly ibanDigits: number
  readonly dial: string
  readonly first: readonly string[]
  readonly last: readonly string[]
  /** Name, first postcode, how many postcodes it has. */
  readonly cities: readonly (readonly [name: string, postcode: number, postcodes: number])[]
  readonly streets: readonly string[]
  /** House number before the street, as in France and Britain. */
  readonly numberFirst: boolean
}

export const countries: readonly Country[] = [
  {
    code: 'DE',
    currency: 'EUR',
    ibanDigits: 18,
    dial: '+4915',
    numberFirst: false,
    first: words(`Thomas Maria Michael Andreas Sabine Stefan Peter Anna Christian Petra Martin Monika Klaus Julia Daniel
      Susanne Alexander Karin Markus Birgit Jürgen Claudia Wolfgang Heike Frank Andrea Jörg Nicole Tobias Katharina
      Matthias Lena Florian Sandra Sebastian Renate Uwe Gabriele Felix Ursula Jan Laura Lukas Hannah Leon Mia Paul Sophie
      Emre Aylin Günther Ingrid Henrik Marlene Oskar Wiebke Yannick Zoë`),
    last: words(`Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein
      Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann
      Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel
      Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm
      Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf
      Yılmaz Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer`),
    cities: [
      ['Berlin', 10115, 190],
      ['Hamburg', 20095, 100],
      ['München', 80331, 75],
      ['Köln', 50667, 45],
      ['Frankfurt am Main', 60306, 40],
      ['Stuttgart', 70173, 35],
      ['Düsseldorf', 40210, 38],
      ['Leipzig', 4103, 30],
      ['Dortmund', 44135, 30],
      ['Nürnberg', 90402, 25],
      ['Bremen', 28195, 30],
      ['Karlsruhe', 76131, 15],
      ['Freiburg im Breisgau', 79098, 12],
      ['Göttingen', 37073, 8],
      ['Wermelskirchen', 42929, 1],
      ['Bad Tölz', 83646, 1],
    ],
    streets: words(`Hauptstraße Schulstraße Gartenstraße Bahnhofstraße Dorfstraße Bergstraße Birkenweg Lindenstraße
      Kirchstraße Waldstraße Ringstraße Schillerstraße Goethestraße Jahnstraße Amselweg Rosenweg Mühlenweg Wiesenstraße
      Friedhofstraße Beethovenstraße Mozartstraße Eichenweg Feldstraße Buchenweg Parkstraße Tannenweg Blumenstraße
      Industriestraße Uhlandstraße Marktplatz Ahornweg Finkenweg Kantstraße Talstraße Sonnenallee Lessingstraße`),
  },
  {
    code: 'FR',
    currency: 'EUR',
    ibanDigits: 23,
    dial: '+336',
    numberFirst: true,
    first:
      words(`Marie Jean Nathalie Pierre Isabelle Michel Sylvie Philippe Catherine Alain Françoise Nicolas Valérie Julien
      Camille Léa Thomas Émilie Antoine Sophie Lucas Chloé Hugo Manon Louis Inès Raphaël Jade Gabriel Zoé Mathieu Céline
      Jérôme Aurélie Benoît Hélène Guillaume Anaïs Théo Océane`),
    last: words(`Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux
      David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André
      Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas
      Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Lemaire Noël Meyer Dufour Meunier Brun`),
    cities: [
      ['Paris', 75001, 20],
      ['Marseille', 13001, 16],
      ['Lyon', 69001, 9],
      ['Toulouse', 31000, 5],
      ['Nice', 6000, 4],
      ['Nantes', 44000, 4],
      ['Strasbourg', 67000, 3],
      ['Bordeaux', 33000, 3],
      ['Lille', 59000, 3],
      ['Rennes', 35000, 2],
      ['Clermont-Ferrand', 63000, 2],
      ['Saint-Étienne', 42000, 2],
    ],
    streets: lines(`rue de l'Église, place de la Mairie, rue du Moulin, Grande Rue, rue des Écoles, rue Victor Hugo,
      avenue de la République, rue Pasteur, rue Jean Jaurès, rue de la Gare, chemin des Vignes, rue du Château,
      boulevard Gambetta, rue des Lilas, impasse des Acacias, rue de la Fontaine, avenue du Général de Gaulle,
      rue Émile Zola, rue des Jardins, quai Voltaire`),
  },
  {
    code: 'GB',
    currency: 'GBP',
    ibanDigits: 18,
    dial: '+447',
    numberFirst: true,
    first:
      words(`David John Susan Paul Margaret James Sarah Andrew Karen Mark Emma Christopher Jacqueline Stephen Olivia Oliver
      Amelia George Isla Harry Ava Jack Emily Jacob Sophia Charlie Grace Mohammed Lily William Freya Noah Poppy Nigel
      Priya Gareth Siobhán Alasdair Niamh`),
    last: words(`Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White
      Roberts Green Hall Wood Jackson Clarke Khan Lewis Harris Clark Scott Turner Hill Moore Cooper Ward Morris King
      Watson Baker Harrison Morgan Young Allen Mitchell James Anderson Phillips Lee Bell Parker Davis Bennett Miller
      Begum Cook O'Neill MacDonald Fitzgerald`),
    cities: [
      ['London', 1000, 300],
      ['Birmingham', 2000, 80],
      ['Manchester', 3000, 60],
      ['Glasgow', 4000, 55],
      ['Leeds', 5000, 40],
      ['Liverpool', 6000, 40],
      ['Bristol', 7000, 30],
      ['Edinburgh', 8000, 30],
      ['Cardiff', 8500, 20],
      ['Belfast', 9000, 20],
    ],
    streets: lines(`High Street, Station Road, Main Street, Park Road, Church Road, Church Street, London Road,
      Victoria Road, Green Lane, Manor Road, Kingsway, Queens Road, Mill Lane, The Crescent, Albert Road,
      Grange Road, Springfield Road, North Street, The Avenue, West End`),
  },
  {
    code: 'PL',
    currency: 'PLN',
    ibanDigits: 24,
    dial: '+48',
    numberFirst: false,
    first: words(`Anna Piotr Maria Krzysztof Katarzyna Andrzej Małgorzata Tomasz Agnieszka Paweł Barbara Jan Ewa Michał
      Krystyna Marcin Magdalena Stanisław Elżbieta Jakub Joanna Adam Aleksandra Marek Zofia Łukasz Monika Grzegorz
      Jadwiga Wojciech`),
    last: words(`Nowak Kowalski Wiśniewska Wójcik Kowalczyk Kamińska Lewandowski Zieliński Szymańska Woźniak Dąbrowski Kozłowska
      Jankowski Mazur Kwiatkowska Krawczyk Kaczmarek Piotrowska Grabowski Zając Pawłowski Michalska Król Wieczorek
      Jabłońska Wróbel Nowakowski Majewska Olszewski Stępień`),
    cities: [
      ['Warszawa', 1000, 120],
      ['Kraków', 30001, 60],
      ['Łódź', 90001, 50],
      ['Wrocław', 50001, 45],
      ['Poznań', 60001, 40],
      ['Gdańsk', 80001, 30],
      ['Szczecin', 70001, 25],
    ],
    streets: lines(`ul. Polna, ul. Leśna, ul. Słoneczna, ul. Krótka, ul. Szkolna, ul. Ogrodowa, ul. Lipowa, ul. Łąkowa,
      ul. Brzozowa, ul. Kwiatowa, ul. Kościelna, ul. Sosnowa, ul. Zielona, al. Jana Pawła II, ul. Mickiewicza`),
  },
]

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}

function lines(text: string): readonly string[] {
  return text.trim().split(/,\s+/)
}
