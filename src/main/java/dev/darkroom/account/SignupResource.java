package dev.darkroom.account;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.status.Strip;
import dev.darkroom.web.ErrorResponses;
import dev.darkroom.web.Problem;
import dev.darkroom.web.SimulatedDelays;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.validation.Validator;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The sign-up form, and its submission by browsers and programs. */
@Path("/signup")
public class SignupResource {

    private final Signup signup;
    private final Sessions sessions;
    private final StatusResponses responses;
    private final ErrorResponses errors;
    private final Validator validator;
    private final SimulatedDelays delays;

    SignupResource(
            Signup signup,
            Sessions sessions,
            StatusResponses responses,
            ErrorResponses errors,
            Validator validator,
            SimulatedDelays delays) {
        this.signup = signup;
        this.sessions = sessions;
        this.responses = responses;
        this.errors = errors;
        this.validator = validator;
        this.delays = delays;
    }

    @CheckedTemplate(basePath = "account")
    static class Templates {
        static native TemplateInstance signup(
                String name,
                String email,
                Map<String, String> problems,
                boolean taken,
                List<Strip> typical,
                String simulated);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance form() {
        return page(new SignupForm("", "", ""), Map.of(), false);
    }

    /** Signs up and signs in. A browser continues to its photos; a program gets the status of the welcome mail. */
    @POST
    public Response signUp(
            @FormParam("name") String name,
            @FormParam("j_username") String email,
            @FormParam("j_password") String password) {
        SignupForm form = new SignupForm(name, email, password);
        Map<String, String> problems = form.problems(validator);
        if (!problems.isEmpty()) {
            return refuse(form, problems, 400);
        }
        try {
            WelcomeMail mail = signup.signUp(form);
            sessions.begin(mail.recipient.id);
            return responses.accepted(mail, "/photos");
        } catch (Signup.EmailTaken taken) {
            return refuse(form, Map.of("email", taken.getMessage()), taken.status());
        }
    }

    /** Returns the form to a browser, and a problem (RFC 9457) with the same messages to a program. */
    private Response refuse(SignupForm form, Map<String, String> problems, int status) {
        Problem problem = new Problem(status, String.join(" ", problems.values()));
        return errors.answer(problem, page(form, problems, status == 409));
    }

    /** @param taken whether the address belongs to another account */
    private TemplateInstance page(SignupForm form, Map<String, String> problems, boolean taken) {
        List<Strip> typical = Stream.of(DispatchMode.values())
                .map(mode -> Strip.typical(mode, delays.smtpDelay().toMillis()))
                .toList();
        return Templates.signup(form.name(), form.email(), problems, taken, typical, delays.smtpText());
    }
}
