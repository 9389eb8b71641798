package com.veetssuites.query.hibernate;

import jakarta.persistence.FetchType;
import java.util.List;
import org.hibernate.annotations.FetchMode;
import org.hibernate.boot.ResourceStreamLocator;
import org.hibernate.boot.spi.AdditionalMappingContributions;
import org.hibernate.boot.spi.AdditionalMappingContributor;
import org.hibernate.boot.spi.InFlightMetadataCollector;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.FetchProfile;
import org.hibernate.mapping.MetadataSource;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.ToOne;

/**
 * Gives each association of the model two fetch profiles, one that joins it and one that reads it
 * by a statement of its own. A fetch plan is a set of such profiles, and Hibernate keeps a compiled
 * query for each set of them.
 *
 * <p>Hibernate finds this class as a service.
 */
public final class AssociationProfiles implements AdditionalMappingContributor {

  private static final String JOIN = "veets.join:";
  private static final String BATCH = "veets.batch:";

  static String join(String role) {
    return JOIN + role;
  }

  static String batch(String role) {
    return BATCH + role;
  }

  /** Whether a profile of this name is of ours. */
  static boolean ours(String profile) {
    return profile.startsWith(JOIN) || profile.startsWith(BATCH);
  }

  @Override
  public void contribute(
      AdditionalMappingContributions contributions,
      InFlightMetadataCollector metadata,
      ResourceStreamLocator resources,
      MetadataBuildingContext context) {
    for (PersistentClass entity : metadata.getEntityBindingMap().values()) {
      add(metadata, entity.getEntityName(), "", entity.getDeclaredProperties());
    }
  }

  private static void add(
      InFlightMetadataCollector metadata, String entity, String prefix, List<Property> properties) {
    for (Property property : properties) {
      String path = prefix + property.getName();
      if (property.isSynthetic() || property.isBackRef()) {
        continue;
      }
      if (property.getValue() instanceof ToOne || property.getValue() instanceof Collection) {
        metadata.addFetchProfile(profile(JOIN, entity, path, FetchMode.JOIN));
        metadata.addFetchProfile(profile(BATCH, entity, path, FetchMode.SELECT));
      } else if (property.getValue() instanceof Component value) {
        add(metadata, entity, path + ".", value.getProperties());
      }
    }
  }

  private static FetchProfile profile(String style, String entity, String path, FetchMode mode) {
    FetchProfile profile = new FetchProfile(style + entity + "." + path, MetadataSource.OTHER);
    profile.addFetch(new FetchProfile.Fetch(entity, path, mode, FetchType.EAGER));
    return profile;
  }
}
