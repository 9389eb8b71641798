package com.veetssuites.platform.cv;

import java.util.List;
import java.util.Set;

/** Tells what a piece of the head of an entry is: a title or an organisation. */
final class Roles {

  /** Words of positions. */
  private static final Set<String> POSITIONS =
      Words.set(
          """
          engineer developer programmer architect manager director head lead leader chief officer ceo cto cfo coo president
          vice founder cofounder co-founder owner partner principal consultant advisor adviser analyst scientist researcher
          administrator admin specialist coordinator assistant associate intern trainee apprentice designer writer editor
          author journalist teacher lecturer professor tutor instructor trainer coach fellow postdoc doctoral phd-student
          nurse doctor physician surgeon therapist pharmacist accountant auditor controller bookkeeper clerk secretary
          receptionist cashier salesperson representative agent broker buyer merchandiser planner strategist marketer
          technician mechanic electrician operator supervisor foreman driver chef cook waiter waitress barista bartender
          lawyer attorney paralegal counsel judge officer inspector tester qa sre devops freelancer freelance volunteer
          translator interpreter librarian photographer artist musician producer curator scrum product-owner cleaner
          junior senior staff working student worker executive recruiter generalist evangelist contractor scholar captain
          entwickler entwicklerin ingenieur ingenieurin leiter leiterin berater beraterin referent referentin
          werkstudent werkstudentin praktikant praktikantin auszubildende auszubildender azubi mitarbeiter mitarbeiterin
          geschäftsführer geschäftsführerin kaufmann kauffrau sachbearbeiter sachbearbeiterin assistent assistentin
          lehrer lehrerin dozent dozentin krankenpfleger krankenschwester pflegefachkraft techniker technikerin
          informatiker informatikerin verkäufer verkäuferin architektin projektleiter teamleiter abteilungsleiter
          hilfskraft aushilfe gründer gründerin selbstständig selbständig freiberufler freiberuflich erzieher erzieherin
          ingénieur ingénieure développeur développeuse responsable chargé chargée chef directeur directrice gérant
          consultante stagiaire alternant alternante assistante vendeur vendeuse enseignant enseignante professeur
          technicien technicienne comptable infirmier infirmière analyste concepteur conseiller conseillère
          ingeniero ingeniera desarrollador desarrolladora jefe jefa director directora gerente analista consultor
          consultora técnico técnica becario becaria asistente profesor profesora coordinador coordinadora
          administrativo administrativa enfermero enfermera vendedor vendedora encargado practicante programador
          sviluppatore ingegnere responsabile stagista tirocinante desenvolvedor desenvolvedora engenheiro engenheira
          estagiário estagiária ontwikkelaar adviseur medewerker stagiair docent
          """);

  /** Ends of German words of positions, as in Softwareentwicklerin. */
  private static final List<String> POSITION_ENDS =
      List.of(
          "entwickler",
          "entwicklerin",
          "ingenieur",
          "ingenieurin",
          "leiter",
          "leiterin",
          "berater",
          "beraterin",
          "manager",
          "managerin",
          "kaufmann",
          "kauffrau",
          "pfleger",
          "pflegerin",
          "techniker",
          "technikerin",
          "assistent",
          "assistentin",
          "referent",
          "referentin",
          "verkaufer",
          "verkauferin",
          "mechaniker",
          "mechatroniker",
          "mechatronikerin",
          "lehrer",
          "lehrerin",
          "student",
          "studentin",
          "praktikant",
          "praktikantin",
          "fachkraft",
          "mitarbeiter",
          "mitarbeiterin",
          "informatiker",
          "informatikerin",
          "hilfskraft",
          "schwester",
          "arzt",
          "arztin",
          "trainer",
          "trainerin",
          "gestalter",
          "gestalterin",
          "meister");

  /** Words of degrees and of other ways to learn. */
  private static final Set<String> DEGREES =
      Words.set(
          """
          bachelor bachelors b.sc bsc ba b.a bs b.s beng b.eng bba bcom llb master masters m.sc msc ma m.a ms m.s meng m.eng mba
          mphil llm phd ph.d dphil doctorate doctor md associate diploma diplom degree certificate certification a-levels gcse
          minor major honours honors hons baccalaureate b.tech btech m.tech mtech mfa bfa med pgce hnd nanodegree bootcamp
          magister staatsexamen abitur fachabitur fachhochschulreife hochschulreife realschulabschluss hauptschulabschluss
          mittlere reife ausbildung promotion lehre umschulung matura vordiplom
          licence master doctorat baccalauréat bac bts dut diplôme maîtrise cap deug agrégation
          licenciatura licenciado licenciada grado máster doctorado bachillerato ingeniería técnico diplomado maestría título
          ingénieur laurea dottorato maturità mestrado graduação bacharelado doutorado
          """);

  /** Words of organisations. */
  private static final Set<String> COMPANIES =
      Words.set(
          """
          gmbh ag kg kgaa ohg gbr ug se ev inc ltd llc llp plc corp corporation co company companies limited group gruppe holding
          sa sas sarl sl slu srl spa bv nv oy ab aps pty pte bank labs lab laboratories studio studios partners solutions systems
          technologies technology software consulting services industries international global media press verlag agency agentur
          foundation stiftung ministry ministerium ministère ministerio council association verband society hospital klinik klinikum
          krankenhaus clinic clínica hôpital praxis pharmacy apotheke hotel restaurant café museum library bibliothek airlines
          logistics insurance versicherung versicherungen motors energy werke werk stadtwerke stadt stadtverwaltung landratsamt
          airport government ventures capital networks digital interactive entertainment pharma foods stores supermarket
          handel bau autohaus kanzlei steuerberatung grundschule kindergarten kita freelance cabinet banque banco grupo groupe
          mairie ayuntamiento empresa boutique startup
          """);

  /** Words of schools. */
  private static final Set<String> SCHOOLS =
      Words.set(
          """
          university universität universitaet uni college school institute institut academy polytechnic faculty
          hochschule fachhochschule fh tu th lmu rwth kit eth epfl mit gymnasium realschule gesamtschule berufsschule
          berufskolleg schule oberschule grundschule akademie ihk handelskammer duale dhbw volkshochschule
          université école ecole lycée institut iut insa collège polytechnique sorbonne
          universidad instituto escuela colegio politécnica facultad universitat università politecnico liceo istituto
          universidade escola faculdade universiteit hogeschool ucl ucla stanford harvard oxford cambridge
          """);

  private static final List<String> SCHOOL_ENDS =
      List.of(
          "universitat",
          "schule",
          "gymnasium",
          "kolleg",
          "akademie",
          "university",
          "institut",
          "hochschule");

  private static final List<String> COMPANY_ENDS =
      List.of(
          "werke",
          "bank",
          "klinik",
          "klinikum",
          "versicherung",
          "verlag",
          "haus",
          "gesellschaft",
          "soft",
          "tech");

  private Roles() {}

  /** How much more it looks like a title than like an organisation; 0 when nothing is known. */
  static int titleness(String part, Section section) {
    List<String> words = Words.of(part);
    int score = 0;
    for (String word : words) {
      if (section == Section.EDUCATION) {
        score += DEGREES.contains(word) ? 2 : 0;
        score -= isSchool(word) ? 2 : 0;
      } else {
        score += isPosition(word) ? 2 : 0;
        score -= COMPANIES.contains(word) || endsWithAny(word, COMPANY_ENDS) ? 2 : 0;
        score -= isSchool(word) ? 1 : 0;
      }
    }
    // Degrees are written with points, which part words: B.Sc., M. A., Ph.D.
    if (section == Section.EDUCATION
        && part.matches(
            ".*\\b(?:[BM]\\.\\s?(?:Sc|A|S|Eng|Ed|Tech|Com)|Ph\\.\\s?D|Dipl\\.|Dr\\.).*")) {
      score += 3;
    }
    if (section != Section.EDUCATION
        && part.matches(".*\\b(?:S\\.A\\.|S\\.L\\.|e\\.\\s?V\\.|& Co|S\\.p\\.A|B\\.V\\.).*")) {
      score -= 3;
    }
    return score;
  }

  static boolean isPosition(String word) {
    return POSITIONS.contains(word) || endsWithAny(word, POSITION_ENDS);
  }

  private static boolean isSchool(String word) {
    return SCHOOLS.contains(word) || endsWithAny(word, SCHOOL_ENDS);
  }

  /** Longer than the end: a compound. */
  private static boolean endsWithAny(String word, List<String> ends) {
    return ends.stream().anyMatch(end -> word.length() > end.length() + 1 && word.endsWith(end));
  }
}
