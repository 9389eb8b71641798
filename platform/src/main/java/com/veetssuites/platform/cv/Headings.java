package com.veetssuites.platform.cv;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Knows headings of sections, in English, German, French, Spanish, Italian, Portuguese and Dutch: a
 * heading consists of words that name a section and of words that say nothing, as "Professional" or
 * "and".
 */
final class Headings {

  private static final int MAX_LENGTH = 60;
  private static final int MAX_WORDS = 6;

  /** Which section wins when words of several are in one heading. */
  private static final List<Section> ORDER =
      List.of(
          Section.SKILLS,
          Section.LANGUAGES,
          Section.EXPERIENCE,
          Section.EDUCATION,
          Section.SUMMARY,
          Section.CONTACT,
          Section.OTHER);

  private static final Map<Section, Set<String>> NOUNS =
      Map.of(
          Section.CONTACT,
          Words.set(
              """
              contact contacts kontakt kontaktdaten contacto contatto contatti contato coordonnées personalien
              personal-details personal-information personal-data persönliche-daten persönliches
              persönliche-angaben angaben-zur-person zur-person datos-personales dati-personali dados-pessoais
              informations-personnelles persoonlijke-gegevens contactgegevens contact-me get-in-touch links social socials online web
              """),
          Section.SUMMARY,
          Words.set(
              """
              summary profile profil objective about about-me aboutme overview bio biography kurzprofil
              über-mich zusammenfassung ziel berufsziel profilo perfil résumé-du-profil à-propos a-propos
              resumen sobre-mí sobre-mim extracto presentación présentation riepilogo profiel samenvatting
              over-mij statement who-i-am synopsis objectif qualifications-summary kurzvorstellung
              career-summary career-objective summary-of-qualifications career-profile professional-background-summary
              """),
          Section.EXPERIENCE,
          Words.set(
              """
              experience experiences employment work career-history employment-history work-history career
              positions positions-held appointments internships internship jobs
              berufserfahrung erfahrung erfahrungen berufserfahrungen arbeitserfahrung praxiserfahrung werdegang berufspraxis
              berufstätigkeit tätigkeiten anstellungen praktika praktikum berufliche-stationen stationen
              expérience expériences parcours-professionnel parcours emplois stages
              experiencia experiencias trayectoria esperienza esperienze experiência experiências
              ervaring werkervaring
              """),
          Section.EDUCATION,
          Words.set(
              """
              education academic qualifications studies degrees schooling academics
              educational berufsausbildung akademischer-werdegang schulischer-werdegang
              ausbildung bildung bildungsweg studium schulbildung bildungsgang schulausbildung hochschulbildung
              ausbildungen akademische akademischer bildungsabschlüsse schule hochschule
              formation formations études diplômes scolarité cursus
              formación educación estudios istruzione formazione formação educação opleiding opleidingen
              """),
          Section.SKILLS,
          Words.set(
              """
              skills skill skillset proficiency technical-proficiency competencies competences competencias competenze competências abilities expertise
              proficiencies technologies tech-stack techstack toolbox strengths core-competencies stack programming-languages
              programmiersprachen technical-languages
              kenntnisse fähigkeiten kompetenzen fachkenntnisse edv-kenntnisse edv it-kenntnisse
              computerkenntnisse fertigkeiten qualifikationen programmierkenntnisse softwarekenntnisse stärken
              compétences savoir-faire outils atouts habilidades aptitudes conocimientos capacità abilità
              vaardigheden
              """),
          Section.LANGUAGES,
          Words.set(
              """
              languages language sprachen sprachkenntnisse fremdsprachen langues idiomas lenguas lingue
              línguas talen taalkennis language-skills language-proficiency language-competences language-competencies
              """),
          Section.OTHER,
          Words.set(
              """
              projects project publications publication certifications certification certificates licenses
              licences awards award honors honours achievements accomplishments interests hobbies hobby
              references volunteering volunteer volunteerwork activities memberships membership affiliations
              patents conferences training trainings courses courseworks coursework talks additional
              extracurricular leadership miscellaneous other community teaching volunteer-experience volunteering-experience
              projekte zertifikate zertifizierungen auszeichnungen interessen ehrenamt engagement
              weiterbildung weiterbildungen fortbildung fortbildungen referenzen veröffentlichungen
              publikationen mitgliedschaften sonstiges freizeit hobbys kurse
              projets certificats loisirs centres-d'intérêt intérêts références bénévolat divers distinctions
              proyectos certificaciones intereses aficiones referencias voluntariado logros cursos premios
              publicaciones progetti interessi certificazioni pubblicazioni projetos interesses certificados
              projecten cursussen
              """));

  /** Words that change nothing about what section it is. */
  private static final Set<String> MODIFIERS =
      Words.set(
          """
          professional work relevant technical key core top selected main personal my career background history
          and of in the & other additional areas highlights details information data set industry it
          computer software hard soft digital related full employment programming tools methods
          training areas knowledge interpersonal executive clinical research industrial
          und berufliche beruflicher berufliches persönliche fachliche technische besondere weitere meine sonstige
          schul hochschul schulische schulischer akademischer akademische praktische
          et de des en la le les mes professionnelle professionnelles professionnel techniques
          y el los las mis profesional profesionales laboral laborales técnicas académica académicos
          e professionale professionali lavorativa lavorative profissional profissionais tecniche
          etrangeres linguistiques informatiques lingüísticas informáticas werk
          """);

  private Headings() {}

  /**
   * A heading that has been recognised; whether it names nothing else beside is up to the caller.
   */
  static Optional<Section> section(String text) {
    String heading = text.replaceAll("[:\\-–—_|•.·/\\s]+$", "");
    if (heading.isEmpty() || heading.length() > MAX_LENGTH || heading.matches(".*[@\\d,;(].*")) {
      return Optional.empty();
    }
    List<String> words = Words.of(heading);
    if (words.isEmpty() || words.size() > MAX_WORDS) {
      return Optional.empty();
    }
    String whole = String.join("-", words);
    for (Section section : ORDER) {
      if (phrases(section).contains(whole)) {
        return Optional.of(section);
      }
    }
    boolean all =
        words.stream()
            .allMatch(word -> MODIFIERS.contains(word) || ORDER.stream().anyMatch(names(word)));
    if (!all) {
      return Optional.empty();
    }
    // "Work experience" and "Academic background": what it is about comes last in most languages.
    return ORDER.stream()
        .filter(section -> words.stream().anyMatch(word -> names(word).test(section)))
        .findFirst();
  }

  private static java.util.function.Predicate<Section> names(String word) {
    return section -> NOUNS.getOrDefault(section, Set.of()).contains(word);
  }

  private static final Map<Section, Set<String>> PHRASES =
      NOUNS.entrySet().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey,
                  entry ->
                      entry.getValue().stream()
                          .map(phrase -> String.join("-", Words.of(phrase)))
                          .collect(Collectors.toSet())));

  private static Set<String> phrases(Section section) {
    return PHRASES.getOrDefault(section, Set.of());
  }
}
