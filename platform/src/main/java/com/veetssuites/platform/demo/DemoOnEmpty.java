package com.veetssuites.platform.demo;

import com.veetssuites.command.ProgressBar;
import java.io.PrintWriter;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Loads a small set of demo data into an empty database while the application starts, before the
 * server answers, and tells how to sign in. A database with any user or course is left as it is.
 */
final class DemoOnEmpty implements SmartInitializingSingleton {

  private final DemoData demoData;
  private final PrintWriter out;

  DemoOnEmpty(DemoData demoData, PrintWriter out) {
    this.demoData = demoData;
    this.out = out;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (demoData.isEmpty()) {
      DemoSize size = DemoSize.SMALL;
      demoData.load(DemoPlan.of(size), ProgressBar.silent());
      out.printf(
          "Demo data: %d users, %d courses, %d enrollments, %d sessions.%n",
          size.users(), size.courses(), size.enrollments(), size.sessions());
    } else {
      out.println("Demo data: none was loaded, because the database is not empty.");
    }
    DemoAccounts.print(demoData.accounts(), out);
  }
}
